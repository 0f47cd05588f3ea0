import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Failure } from './Failure.tsx';

interface ActDialogProps {
  readonly title: string;
  readonly verb: string;
  readonly busy: boolean;
  readonly problem: unknown;
  /** Why it cannot be done as filled in; absent when it can. */
  readonly refused?: string | undefined;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog for what takes effect at once and has no plan to show. */
export function ActDialog({ title, verb, busy, problem, refused, onAct, onClose, children }: ActDialogProps) {
  return (
    <Modal
      visible
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
      <SpaceBetween size="m">
        {children}
        {problem !== null && problem !== undefined && <Failure cause={problem} />}
      </SpaceBetween>
    </Modal>
  );
}
