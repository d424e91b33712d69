// Monaco over a text field: colours, line numbers, and marks where something is wrong. The field stays what the page reads.
// Its worker has no address of its own to be relative to.
const files = new URL("/_content/BlazorMonaco/lib/monaco-editor/min/vs", document.baseURI).href;
const isError = 8;
let loading;
let last;

const load = () => loading ??= new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = `${files}/loader.js`;
  script.onload = () => {
    window.require.config({ paths: { vs: files } });
    window.require(["vs/editor/editor.main"], done, failed);
  };
  script.onerror = failed;
  document.head.append(script);
});

const theme = () => Number(getComputedStyle(document.body).backgroundColor.match(/\d+/)[0]) < 128 ? "vs-dark" : "vs";

export async function over(area) {
  await load();
  if (area.editor || !area.isConnected) {
    return;
  }

  last?.dispose();
  const place = area.nextElementSibling;
  place.hidden = false;
  const editor = last = window.monaco.editor.create(place, {
    value: area.value,
    language: "yaml",
    theme: theme(),
    ariaLabel: area.getAttribute("aria-label"),
    automaticLayout: true,
    fontSize: 13,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    tabSize: 2,
  });
  const model = editor.getModel();
  model.setEOL(0);
  editor.onDidChangeModelContent(() => {
    area.value = model.getValue();
    area.dispatchEvent(new Event("input"));
  });
  area.hidden = true;
  area.editor = {
    setValue: (text) => { if (model.getValue() !== text) { editor.setValue(text); } },
    mark: (problems) => {
      window.monaco.editor.setTheme(theme());
      window.monaco.editor.setModelMarkers(model, "check", problems.map((p) => {
        const line = Math.min(Math.max(p.line, 1), model.getLineCount());
        const end = model.getLineMaxColumn(line);
        return { startLineNumber: line, startColumn: Math.min(Math.max(p.column, 1), end), endLineNumber: line, endColumn: end, message: p.message, severity: isError };
      }));
    },
    goTo: (line, column) => {
      editor.revealLineInCenter(line);
      editor.setSelection({ startLineNumber: line, startColumn: Math.max(column, 1), endLineNumber: line, endColumn: model.getLineMaxColumn(line) });
      editor.focus();
    },
  };
  area.editor.mark(area.problems ?? []);
  if (area.at) {
    area.editor.goTo(...area.at);
  }
}
