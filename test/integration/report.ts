import Mocha from 'mocha';

/** Puts a line into the report: what a person should read and no test can judge. */
export function say(line: string): void {
  Mocha.reporters.Base.consoleLog(line);
}
