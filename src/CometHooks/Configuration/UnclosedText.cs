namespace CometHooks.Configuration;

/// <summary>
/// A bracket, brace or quote of a YAML text that is never closed. YAML itself notices it far below, or not at all, so it is
/// looked for by the indentation: what belongs to a value stands further right than its name.
/// </summary>
/// <param name="Sign">The sign that opens.</param>
/// <param name="Line">Its line, from 0.</param>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Closing">What closes it and all that is open around it.</param>
/// <param name="EndLine">The line in which that is missing, from 0.</param>
/// <param name="EndColumn">The column at which it belongs, from 0.</param>
internal sealed record UnclosedText(char Sign, int Line, int Column, string Closing, int EndLine, int EndColumn)
{
    /// <summary>What is wrong and what to write.</summary>
    public string Message => Sign switch
    {
        '[' => "'[' is never closed. Write ']' at the end of the list.",
        '{' => "'{' is never closed. Write '}' at the end of the fields.",
        _ => $"the text that begins with {Sign} has no end. Write {Sign} behind it.",
    };

    /// <summary>The first one; null where all are closed.</summary>
    public static UnclosedText? Find(IReadOnlyList<string> lines)
    {
        for (var line = 0; line < lines.Count;)
        {
            var (parent, value) = ValueOf(lines[line]);
            switch (value < 0 ? ' ' : lines[line][value])
            {
                case '[' or '{' or '\'' or '"':
                    var walk = new Walk(lines, line, value, parent);
                    if (walk.ToTheEnd() is { } open)
                    {
                        return open;
                    }

                    line = walk.Line + 1;
                    break;
                case '|' or '>':
                    line++;
                    while (line < lines.Count && (lines[line].Trim().Length == 0 || Indent(lines[line]) > parent))
                    {
                        line++;
                    }

                    break;
                default:
                    line++;
                    break;
            }
        }

        return null;
    }

    // Where the line's value begins (-1: nowhere), and the column of that to which it belongs.
    private static (int Parent, int Value) ValueOf(string line)
    {
        var at = Indent(line);
        var parent = at - 1;
        while (at + 1 < line.Length && line[at] == '-' && line[at + 1] == ' ')
        {
            parent = at;
            at = Skip(line, at + 1);
        }

        if (at >= line.Length || line[at] == '#')
        {
            return (parent, -1);
        }

        if (line[at] is '[' or '{' or '\'' or '"')
        {
            return (parent, at);
        }

        var colon = line.IndexOf(": ", at, StringComparison.Ordinal);
        if (colon < 0)
        {
            return (parent, -1);
        }

        // An anchor or a tag may stand before the value.
        var value = Skip(line, colon + 1);
        while (value < line.Length && line[value] is '&' or '!')
        {
            var end = line.IndexOf(' ', value);
            value = end < 0 ? line.Length : Skip(line, end);
        }

        return (at, value < line.Length && line[value] != '#' ? value : -1);
    }

    private static int Indent(string line) => Skip(line, 0);

    private static int Skip(string line, int at)
    {
        while (at < line.Length && line[at] is ' ')
        {
            at++;
        }

        return at;
    }

    /// <summary>Goes through one value, over as many lines as it has.</summary>
    private sealed class Walk(IReadOnlyList<string> lines, int line, int column, int parent)
    {
        private readonly Stack<(char Sign, int Line, int Column)> _open = new();
        private readonly int _first = line;
        private (int Line, int Column) _end;

        public int Line { get; private set; } = line;

        public UnclosedText? ToTheEnd()
        {
            for (var at = column; ; Line++, at = 0)
            {
                if (Line == lines.Count || (Line > _first && IsBeyond(lines[Line])))
                {
                    return Missing();
                }

                if (!TryLine(lines[Line].TrimEnd('\r'), at))
                {
                    return Missing();
                }

                if (_open.Count == 0)
                {
                    return null;
                }
            }
        }

        // False: what is closed here is not what is open.
        private bool TryLine(string text, int start)
        {
            var before = ',';
            for (var at = start; at < text.Length; at++)
            {
                var c = text[at];
                var top = _open.Count > 0 ? _open.Peek().Sign : ' ';
                if (top is '\'' or '"')
                {
                    if ((top == '"' && c == '\\') || (top == '\'' && c == top && text[(at + 1)..] is ['\'', ..]))
                    {
                        at++;
                    }
                    else if (c == top)
                    {
                        _open.Pop();
                    }
                }
                else if (c == '#' && (at == 0 || text[at - 1] is ' '))
                {
                    return true;
                }
                else if (c is '[' or '{' || (c is '\'' or '"' && before is ',' or '[' or '{' or ':'))
                {
                    _open.Push((c, Line, at));
                }
                else if (c is ']' or '}')
                {
                    if (top != (c == ']' ? '[' : '{'))
                    {
                        return false;
                    }

                    _open.Pop();
                }

                if (c != ' ')
                {
                    (before, _end) = (c, (Line, Math.Min(at + 1, text.Length)));
                }

                if (_open.Count == 0)
                {
                    return true;
                }
            }

            return true;
        }

        // Whether the line stands outside of the value.
        private bool IsBeyond(string text)
        {
            var indent = Indent(text);
            var first = text.Trim() is [var c, ..] ? c : ' ';
            return first != ' ' && indent <= parent && (IsInQuotes || first is not (']' or '}' or '#'));
        }

        private bool IsInQuotes => _open.Peek().Sign is '\'' or '"';

        private UnclosedText Missing()
        {
            var (sign, at, start) = _open.Peek();
            var closing = string.Concat(_open.Select(o => o.Sign switch { '[' => ']', '{' => '}', var quote => quote }));
            return new UnclosedText(sign, at, start, closing, _end.Line, _end.Column);
        }
    }
}
