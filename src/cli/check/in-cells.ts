import { inCell, type NotebookText } from '../../workspace/notebook-file.ts';
import type { Message } from './report.ts';

/** Findings of the cells of a notebook, taken as one text, each at its place in its own cell. `path` stands for these cells. */
export function messagesInCells(messages: readonly Message[], path: string, notebook: NotebookText): Message[] {
  return messages.map((message) => {
    const { cell, ...start } = inCell(notebook, message.start);
    const { cell: last, ...end } = inCell(notebook, message.end);
    return {
      ...message,
      cell,
      start,
      // What goes on in the next cell is shown up to the end of its own line.
      end: last === cell ? end : { line: start.line, character: message.line.length },
      related: message.related.map((place) => {
        if (place.path !== path) return place;
        const { cell: other, ...at } = inCell(notebook, place.start);
        return { ...place, cell: other, start: at };
      }),
      suggestions: message.suggestions.map((each) => ({ ...each, fix: null })),
    };
  });
}
