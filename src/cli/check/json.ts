import type { FileReport, Message } from './report.ts';

/** The reports in the shape of ESLint's `json` formatter, which many tools read. Lines and columns count from 1. */
export function jsonReport(reports: readonly FileReport[]): string {
  const files = reports.map(({ path, messages }) => ({
    filePath: path,
    messages: messages.map(jsonMessage),
    errorCount: 0,
    warningCount: messages.length,
  }));
  return `${JSON.stringify(files)}\n`;
}

function jsonMessage(message: Message) {
  return {
    ruleId: message.rule,
    severity: 1,
    level: message.level,
    message: message.message,
    line: message.start.line + 1,
    column: message.start.character + 1,
    endLine: message.end.line + 1,
    endColumn: message.end.character + 1,
    related: message.related.map(({ path, message: text, start }) => ({
      filePath: path,
      line: start.line + 1,
      column: start.character + 1,
      message: text,
    })),
    suggestions: message.suggestions,
  };
}
