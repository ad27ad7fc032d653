/** False for what is filled in, and for what stands for a key in documentation. */
export function isSecret(value: string): boolean {
  if (value.length < 4 || /[${}<>]|%[sdvq(]|^\?|^:\w|^@\w/.test(value)) return false;
  return !/your|change.?me|example|placeholder|dummy|secret|passw|passphrase|^(?:my|the|some|a)?[-_ ]?key|todo|xxx|\.\.\.|\*\*|test|^(.)\1+$/i.test(
    value,
  );
}
