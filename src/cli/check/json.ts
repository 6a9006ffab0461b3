import { fileOf } from '../../model/notebook.ts';
import type { FileReport, Message } from './report.ts';

/** The reports in the shape of ESLint's `json` formatter, which many tools read. Lines and columns count from 1. */
export function jsonReport(reports: readonly FileReport[]): string {
  const files = reports.map(({ path, messages }) => ({
    filePath: fileOf(path),
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
    ...(message.cell !== undefined && { cell: message.cell }),
    line: message.start.line + 1,
    column: message.start.character + 1,
    endLine: message.end.line + 1,
    endColumn: message.end.character + 1,
    related: message.related.map(({ path, message: text, start, cell }) => ({
      filePath: fileOf(path),
      ...(cell !== undefined && { cell }),
      line: start.line + 1,
      column: start.character + 1,
      message: text,
    })),
    suggestions: message.suggestions,
  };
}
