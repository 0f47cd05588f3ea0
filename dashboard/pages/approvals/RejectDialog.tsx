import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';

interface RejectDialogProps {
  readonly headline: string;
  readonly onReject: (comment: string) => void;
  readonly onClose: () => void;
}

/** Asks why before a request is rejected: the requester reads it. */
export function RejectDialog({ headline, onReject, onClose }: RejectDialogProps) {
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const missing = comment.trim() === '';
  const submit = () => (missing ? setTried(true) : onReject(comment.trim()));
  return (
    <Modal
      visible
      header="Reject this request"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" onClick={submit}>
              Reject
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>{headline}</div>
        <FormField
          label="Why"
          description="The requester reads this. One reject ends the request; nothing changes."
          errorText={tried && missing ? 'Say why: a reject needs a comment.' : undefined}
          constraintText={`${comment.length} of 500 characters`}
        >
          <Textarea
            value={comment}
            autoFocus
            rows={4}
            nativeTextareaAttributes={{ maxLength: 500 }}
            onChange={({ detail }) => setComment(detail.value)}
          />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}
