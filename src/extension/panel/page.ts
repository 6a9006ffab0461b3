import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The only folder the panel may load from. */
export function panelFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'panel');
}

/** The panel's page: nothing is allowed but our script, by a mark made for this page, our style sheet, and pictures that the script makes. */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64url');
  const resource = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(panelFolder(extensionUri), file)).toString();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; img-src blob:; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${resource('panel.css')}">
<title>Unblock: Benchmark</title>
</head>
<body>
<main id="panel"></main>
<script nonce="${nonce}" src="${resource('panel.js')}"></script>
</body>
</html>`;
}
