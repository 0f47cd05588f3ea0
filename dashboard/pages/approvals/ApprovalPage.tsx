export function ApprovalPage(_: { readonly id?: string; readonly name?: string; readonly tab?: string }) {
  return <p>…</p>;
}
