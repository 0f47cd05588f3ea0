import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { DialogFrame } from '../../ui/DialogFrame.tsx';

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
    <DialogFrame title="Reject this request" verb="Reject" onAct={submit} onClose={onClose}>
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
    </DialogFrame>
  );
}
