using System.Buffers;
using System.Text;

namespace CometHooks.Map.Expressions;

/// <summary>Cuts an expression's text into tokens, by JSONata's rules. Every answer is a token or an error.</summary>
internal sealed class Tokenizer(string source)
{
    private const string Single = ".[](){},:?+-*/%=<>&@#;^|";

    private static readonly string[] Double = ["!=", "<=", ">=", "??", "?:", "..", ":=", "**", "~>"];

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    private int _position;

    public bool TryNext(out Token token, out ExpressionError? error)
    {
        token = default;
        if (!TrySkip(out error))
        {
            return false;
        }

        if (_position == source.Length)
        {
            token = new Token(TokenKind.End, "", At(_position, 0));
            return true;
        }

        if (ForeignSpelling.Find(source, _position) is { } foreign)
        {
            error = foreign;
            return false;
        }

        var c = source[_position];
        return c switch
        {
            '"' or '\'' => TryText(c, out token, out error),
            '`' => TryQuotedName(out token, out error),
            >= '0' and <= '9' => TryNumber(out token, out error),
            _ when IsNameCharacter(c) => TryName(out token),
            _ => TryOperator(out token, out error),
        };
    }

    private bool TrySkip(out ExpressionError? error)
    {
        error = null;
        while (_position < source.Length)
        {
            if (source[_position] is ' ' or '\t' or '\n' or '\r' or '\v')
            {
                _position++;
            }
            else if (source.AsSpan(_position).StartsWith("/*"))
            {
                var end = source.IndexOf("*/", _position + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    error = At(_position, 2).Error("this comment has no end. Write */ behind it.");
                    return false;
                }

                _position = end + 2;
            }
            else
            {
                break;
            }
        }

        return true;
    }

    private bool TryText(char quote, out Token token, out ExpressionError? error)
    {
        token = default;
        var start = _position++;
        var text = new StringBuilder();
        while (_position < source.Length)
        {
            var c = source[_position++];
            if (c == quote)
            {
                token = new Token(TokenKind.Text, text.ToString(), At(start, _position - start));
                error = null;
                return true;
            }

            if (c != '\\')
            {
                text.Append(c);
            }
            else if (TryEscape(out var escaped))
            {
                text.Append(escaped);
            }
            else
            {
                error = At(_position - 1, Math.Min(2, source.Length - _position + 1)).Error(
                    "this is no escape. In a text write \\\\ for a backslash, \\n for a new line, or \\u and four hexadecimal digits.");
                return false;
            }
        }

        error = At(start, 1).Error($"this text has no end. Write {quote} behind it.");
        return false;
    }

    // The position is behind the backslash.
    private bool TryEscape(out char escaped)
    {
        escaped = default;
        if (_position == source.Length)
        {
            return false;
        }

        if (source[_position] == 'u')
        {
            var digits = source.AsSpan(_position + 1, Math.Min(4, source.Length - _position - 1));
            if (digits.Length < 4 || digits.ContainsAnyExcept(Hexadecimal))
            {
                return false;
            }

            escaped = (char)Convert.ToInt32(digits.ToString(), 16);
            _position += 5;
            return true;
        }

        var known = "\"\\/bfnrt".IndexOf(source[_position]);
        if (known < 0)
        {
            return false;
        }

        escaped = "\"\\/\b\f\n\r\t"[known];
        _position++;
        return true;
    }

    private bool TryQuotedName(out Token token, out ExpressionError? error)
    {
        var end = source.IndexOf('`', _position + 1);
        if (end < 0)
        {
            token = default;
            error = At(_position, 1).Error("this name has no end. Write ` behind it.");
            return false;
        }

        token = new Token(TokenKind.Name, source[(_position + 1)..end], At(_position, end + 1 - _position));
        _position = end + 1;
        error = null;
        return true;
    }

    private bool TryNumber(out Token token, out ExpressionError? error)
    {
        var length = NumberGrammar.Length(source.AsSpan(_position));
        var place = At(_position, length);
        _position += length;
        if (_position < source.Length && IsNameCharacter(source[_position]))
        {
            token = default;
            error = place.Error($"a name cannot begin with a digit. Write it between backticks: `{source[place.Offset..EndOfName(_position)]}`.");
            return false;
        }

        error = NumberGrammar.TryParse(place.Text, out var number) ? null : place.Error($"'{place.Text}' has more than 28 digits. Write a smaller number.");
        token = new Token(TokenKind.Number, place.Text, place, number);
        return error is null;
    }

    private bool TryName(out Token token)
    {
        var end = EndOfName(_position);
        var text = source[_position..end];
        var place = At(_position, end - _position);
        _position = end;
        token = text switch
        {
            ['$', .. var name] => new Token(TokenKind.Variable, name, place),
            "and" or "or" or "in" => new Token(TokenKind.Operator, text, place),
            "true" or "false" or "null" => new Token(TokenKind.Constant, text, place),
            _ => new Token(TokenKind.Name, text, place),
        };
        return true;
    }

    private bool TryOperator(out Token token, out ExpressionError? error)
    {
        var rest = source.AsSpan(_position);
        foreach (var symbol in Double)
        {
            if (rest.StartsWith(symbol))
            {
                return Operator(symbol, out token, out error);
            }
        }

        if (Single.Contains(source[_position], StringComparison.Ordinal))
        {
            return Operator(source[_position].ToString(), out token, out error);
        }

        token = default;
        var sign = Rune.TryGetRuneAt(source, _position, out var rune) ? rune.ToString() : "\uFFFD";
        error = At(_position, 1).Error($"'{sign}' means nothing here. Write a name with this character between backticks, and a text between quotes.");
        return false;
    }

    private bool Operator(string symbol, out Token token, out ExpressionError? error)
    {
        token = new Token(TokenKind.Operator, symbol, At(_position, symbol.Length));
        _position += symbol.Length;
        error = null;
        return true;
    }

    private int EndOfName(int start)
    {
        var end = start;
        while (end < source.Length && IsNameCharacter(source[end]))
        {
            end++;
        }

        return end;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || char.IsLetterOrDigit(c);

    private Place At(int offset, int length) => new(source, offset, length);
}
