import type { Level } from '../../model/finding.ts';
import { placeOf, type Host } from '../host.ts';
import { printable } from '../printable.ts';
import { codeFrame } from './frame.ts';
import type { FileReport, Message, RelatedPlace } from './report.ts';

type View = Pick<Host, 'cwd' | 'outStyle'>;

/** The findings of a file for people to read; an empty string where there are none. */
export function prettyFile(view: View, report: FileReport): string {
  return report.messages.map((message) => prettyMessage(view, report.path, message)).join('');
}

function prettyMessage(view: View, path: string, message: Message): string {
  const style = view.outStyle;
  const [code, squiggle] = codeFrame(message);
  const number = String(message.start.line + 1);
  const gutter = (text: string) => style.dim(`  ${text.padStart(number.length)} |`);
  const paint = levelPaint(view, message.level);
  const lines = [
    `${style.bold(placeOf(view, path, { ...message.start, cell: message.cell }))} ${paint(message.level)} ${printable(message.message)} ${style.dim(message.rule)}`,
    `${gutter(number)} ${code}`,
    `${gutter('')} ${paint(squiggle)}`,
    ...message.related.map((related) => `    ${chainLink(view, related)}`),
  ];
  return `${lines.join('\n')}\n\n`;
}

function chainLink(view: View, { path, message, start, cell }: RelatedPlace): string {
  return `${view.outStyle.cyan(placeOf(view, path, { ...start, cell }))} ${printable(message)}`;
}

function levelPaint({ outStyle }: View, level: Level): (text: string) => string {
  return { warning: outStyle.yellow, information: outStyle.blue, hint: outStyle.dim }[level];
}
