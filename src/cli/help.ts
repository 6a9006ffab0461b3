/** What `--help` prints, by command. */
export const commandHelp = {
  check: `Usage: unblock check [PATH…] [options]

Looks for code that stalls the event loop or starts unbounded work, in the given files and folders or in this one.
What .gitignore names is left out, unless you name it yourself. The code cells of a notebook (.ipynb) are one program.

Options
  --format pretty|json   json has the shape of ESLint's formatter, with fixes under \`suggestions\`
  --rule ID              only this rule; may be repeated
  --hints                also show what is only worth a look
  --every                show each finding, also of the many that come from one place or one cause
  --config FILE          this config for all files, instead of the nearest unblock.config.json of each
  --max-warnings N       how many findings may be shown before the exit code is 1 (0)
  --no-cache             look into every file anew, and keep nothing for the next run
  --cache-location DIR   keep it there instead of in the system's folder for caches

Exit codes: 0 no more findings than allowed, 1 more, 2 the check could not be done.
`,
  fix: `Usage: unblock fix PATH:LINE[:COLUMN] [options]
       unblock fix NOTEBOOK.ipynb:cellN:LINE[:COLUMN] [options]
       unblock fix --all-safe [PATH…] [options]

Shows the cure for the finding at a place as a unified diff, or applies it. With --all-safe, all fixes that leave everything a
program can notice as it is, in the given files and folders or in this one.

Options
  --fix ID        which one, where there are several; without it they are listed
  --all-safe      every safe fix; suggestions are never among them
  --write         change the files instead of showing the diff
  --config FILE   this config instead of the nearest unblock.config.json

Exit codes: 0 done, 2 it could not be done or there is a choice to make, 3 there is no fix.
`,
  explain: `Usage: unblock explain [RULE]

Prints the page of a rule: what it finds, why that hurts, what to do instead, and when not to. Without a rule, lists them.
`,
  why: `Usage: unblock why FILE:LINE [options]
       unblock why NOTEBOOK.ipynb:cellN:LINE [options]

Tells what Unblock knows of a place: where the code runs, which calls lead to it, and why it is reported or not.

Options
  --config FILE   this config instead of the nearest unblock.config.json
`,
  bench: `Usage: unblock bench FILE#FUNCTION [options]
       unblock bench --scenario ID [options]
       unblock bench --list

Measures ways of doing the same work against each other, each in fresh processes that are closed in: no files, no network. Results
are compared before times. A function is yours and is run; the scenarios are built in and run none of your code.

Options for a function
  --against pool|fix|FILE#FUNCTION   what with: itself in a pool of workers (pool), itself after its fix, or another function
  --fix ID               which fix, where there are several
  --input EXPRESSION     the list of arguments, as in '[rows(n)]'; made from the parameters' types when they are simple
  --setup CODE           what the input needs, as in 'const rows = (n) => Array(n).fill(1)'
  --sizes N,N,…          values of n; with two or more, from which on the other way pays
  --calls N              calls started together (1)
  --tolerance X          how far numbers in results may differ, relative to their size (0)
  --python PROGRAM       the interpreter for a Python function (python3)

Options for a scenario
  --list                 the scenarios, and what can be set
  --scenario ID          the one to measure
  --set NAME=N           how much work there is; may be repeated

Options for both
  --format pretty|json   json is the whole evidence, every sample included; media/evidence.schema.json describes it

Exit codes: 0 measured, whatever the verdict, 2 it could not be measured.
`,
  lsp: `Usage: unblock lsp

Runs the language server on standard input and output, for any editor that speaks the Language Server Protocol.
`,
} as const;

export type Command = keyof typeof commandHelp;

export const help = `Unblock finds code that stalls an event loop or floods what it calls, and offers the edit that cures it.

Usage
  unblock check [PATH…]            look for findings in files and folders
  unblock fix PATH:LINE[:COLUMN]   show or apply the cure for a finding; --all-safe for all of them
  unblock explain [RULE]           what a rule finds, why it hurts, what to do instead
  unblock why FILE:LINE            what Unblock knows of a place, and why it is reported or not
  unblock bench FILE#FUNCTION      measure ways of doing the same work, yours or a scenario's
  unblock lsp                      the language server, for editors

\`unblock COMMAND --help\` tells more. \`unblock --version\` prints the version.
Nothing leaves this machine: no telemetry, no network.
`;
