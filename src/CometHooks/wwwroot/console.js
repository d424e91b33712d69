// The little that a page cannot do by itself: remember light or dark, copy a text.
window.comethooks = {
  theme: () => localStorage.getItem("theme"),
  keepTheme: (theme) => localStorage.setItem("theme", theme),
  copy: (text) => navigator.clipboard.writeText(text),
};
