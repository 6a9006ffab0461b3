// What can be done with a result: take a fix, look at others, give the figures to somebody.
import { exportFormats, type Choice, type ExportFormat, type Subject } from '../../src/protocol/panel.ts';
import { element } from './dom.ts';
import { send } from './host.ts';
import { copyPicture } from './picture.ts';
import { withCode } from './text.ts';

export interface ActionsFor {
  readonly subject: Subject;
  readonly announce: (text: string) => void;
  /** Absent where nothing was timed. */
  readonly plot: SVGSVGElement | undefined;
}

const formatNames: Readonly<Record<ExportFormat, string>> = { json: 'JSON', csv: 'CSV', markdown: 'Markdown' };

export function createActions({ subject, announce, plot }: ActionsFor): HTMLElement {
  const fixes = subject.kind === 'function' ? measuredFixes(subject) : [];
  const hasPlace = subject.kind === 'function' && subject.place !== undefined;
  const rows = [
    [
      ...fixes.map(({ fix = '', detail = fix }) =>
        button(['Apply: ', ...withCode(detail)], () => send({ type: 'apply', fix })),
      ),
      ...(hasPlace ? [button(['Show the fixes'], () => send({ type: 'fixes' }))] : []),
    ],
    [
      ...(plot ? [button(['Copy picture'], () => void copy(plot, announce))] : []),
      button(['Copy as Markdown'], () => {
        send({ type: 'copy' });
        announce('The report is in the clipboard.');
      }),
      ...exportFormats.map((format) =>
        button([`Save as ${formatNames[format]}`], () => send({ type: 'export', format })),
      ),
    ],
  ];
  const filled = rows.filter((row) => row.length > 0);
  return element('div', {}, ...filled.map((row) => element('div', { class: 'actions' }, ...row)));
}

/** The fixes that something measured stands for. */
function measuredFixes({ choices, against, place }: Extract<Subject, { kind: 'function' }>): readonly Choice[] {
  return place ? choices.filter(({ id, fix }) => fix !== undefined && against.includes(id)) : [];
}

async function copy(plot: SVGSVGElement, announce: (text: string) => void): Promise<void> {
  try {
    await copyPicture(plot);
    announce('The picture is in the clipboard.');
  } catch {
    announce('The clipboard takes no picture here. Save the figures instead.');
  }
}

function button(label: readonly (HTMLElement | string)[], press: () => void): HTMLElement {
  const made = element('button', { type: 'button' }, ...label);
  made.addEventListener('click', press);
  return made;
}
