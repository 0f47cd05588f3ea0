import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Failure } from './Failure.tsx';

interface DialogFrameProps {
  readonly title: string;
  /** The word on the button that does it. */
  readonly verb: string;
  readonly size?: 'medium' | 'large';
  readonly busy?: boolean;
  /** Why it cannot be done as filled in; absent when it can. */
  readonly refused?: string | undefined;
  /** What went wrong when it was tried. */
  readonly problem?: unknown;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What every dialog has around its fields: a title, a way out, one button that does it, and what went wrong. */
export function DialogFrame({ title, verb, size = 'medium', problem, onClose, ...rest }: DialogFrameProps) {
  const { busy = false, refused, onAct, children } = rest;
  return (
    <Modal
      visible
      size={size}
      header={title}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              loading={busy}
              {...(refused === undefined ? {} : { disabled: true, disabledReason: refused })}
              onClick={onAct}
            >
              {verb}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size={size === 'large' ? 'l' : 'm'}>
        {children}
        {problem !== null && problem !== undefined && <Failure cause={problem} />}
      </SpaceBetween>
    </Modal>
  );
}
