using System.Text;

namespace CometHooks.Cli.Explain;

/// <summary>Text in 100 columns: short headings, labels in a column of their own, long texts broken between words.</summary>
internal sealed class PageText
{
    private const int Width = 100;
    private const int LabelWidth = 16;

    private readonly StringBuilder _text = new();

    /// <summary>A heading with a blank line before it, unless it is the first line.</summary>
    public void Heading(string text)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        Wrap("", text, 0, "  ");
    }

    /// <summary>A label and what it labels; nothing where there is nothing to say.</summary>
    public void Line(string label, string? text, int indent = 2)
    {
        if (!string.IsNullOrEmpty(text))
        {
            var start = new string(' ', indent) + label;
            Wrap(start.PadRight(indent + LabelWidth - 1) + " ", text, start.Length < indent + LabelWidth ? 0 : 1, new string(' ', indent + LabelWidth));
        }
    }

    /// <summary>A text without a label.</summary>
    public void Text(string text, int indent = 2) => Wrap(new string(' ', indent), text, 0, new string(' ', indent));

    public override string ToString() => _text.ToString();

    private void Wrap(string start, string text, int startsFull, string hanging)
    {
        var line = new StringBuilder(start);
        var isEmpty = startsFull == 0;
        foreach (var word in text.ReplaceLineEndings(" ").Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                End(line);
                line.Append(hanging);
                isEmpty = true;
            }

            if (!isEmpty && line[^1] != ' ')
            {
                line.Append(' ');
            }

            line.Append(word);
            isEmpty = false;
        }

        End(line);
    }

    private void End(StringBuilder line)
    {
        _text.Append(line.ToString().TrimEnd()).Append('\n');
        line.Clear();
    }
}
