// The little that a page cannot do by itself: remember light or dark, copy or save a text, edit a long one.
window.comethooks = {
  theme: () => localStorage.getItem("theme"),
  keepTheme: (theme) => localStorage.setItem("theme", theme),
  copy: (text) => navigator.clipboard.writeText(text),

  // The text stays here while somebody types; the page is told when they pause, and asks for it then.
  edit: (area, page, text) => {
    let pause;
    area.value = text;
    area.editor?.setValue(text);
    area.oninput = () => {
      clearTimeout(pause);
      pause = setTimeout(() => page.invokeMethodAsync("Changed").catch(() => {}), 400);
    };
    // On a phone, and wherever the editor does not load, the plain text field is the editor.
    if (window.innerWidth >= 900) {
      import("/code.js").then((code) => code.over(area)).catch(() => {});
    }
  },

  // As bytes, which go in pieces: a mapping is longer than one message may be. Nothing at all cannot be sent, so a line end follows.
  textOf: (area, longest) => new TextEncoder().encode(area.value.slice(0, longest) + "\n"),

  mark: (area, problems) => {
    area.problems = problems;
    area.editor?.mark(problems);
  },
  goTo: (area, line, column) => {
    // The editor may still be loading.
    area.at = [line, column];
    if (area.editor) {
      area.editor.goTo(line, column);
      return;
    }
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
    area.focus();
    area.setSelectionRange(start + Math.max(column - 1, 0), start + (lines[line - 1] ?? "").length);
    area.scrollTop = Math.max(0, (line - 5) * (area.scrollHeight / lines.length));
  },
  save: (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  },
};
