export const runAsPerson = async () => ({ passed: 0, failed: 0, skipped: 0 });
