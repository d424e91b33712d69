using System.Diagnostics.CodeAnalysis;

namespace CometHooks.Map.Expressions;

/// <summary>
/// A Pratt parser: every token knows how it begins an expression (<c>Parser.Prefix.cs</c>) and how it goes on with one
/// (<c>Parser.Infix.cs</c>). The first error ends it; a method that gives null has set it.
/// </summary>
internal sealed partial class Parser
{
    private readonly Tokenizer _tokens;
    private Token _current;
    private Place _last;
    private ExpressionError? _error;
    private int _nesting;
    private int _operators;

    private Parser(string source)
    {
        _tokens = new Tokenizer(source);
        _last = new Place(source, 0, 0);
        Advance();
    }

    public static bool TryParse(string source, [NotNullWhen(true)] out Node? node, [NotNullWhen(false)] out ExpressionError? error)
    {
        node = null;
        if (source.Length > Limits.Text)
        {
            error = new ExpressionError($"this expression has {source.Length:N0} characters; {Limits.Text:N0} are allowed. Split the rule.", 0, source.Length);
            return false;
        }

        var parser = new Parser(source);
        var parsed = parser.Parse(0);
        if (parsed is not null && parser._current.Kind != TokenKind.End)
        {
            parser.Unexpected(null);
        }

        error = parser._error;
        node = error is null ? parsed : null;
        return node is not null;
    }

    private Node? Parse(int binding)
    {
        var left = _error is null ? Prefix() : null;
        while (left is not null && _error is null && binding < Precedence.Of(_current))
        {
            left = !_current.Is(".") && ++_operators > Limits.Operators
                ? Fail(_current.Place, $"this expression has more than {Limits.Operators} operators. Split the rule.")
                : Infix(left);
        }

        return _error is null ? left : null;
    }

    /// <summary>An expression inside another one, where the other one is not over yet.</summary>
    private Node? Nested(int binding = 0)
    {
        if (++_nesting > Limits.Nesting)
        {
            return Fail(_current.Place, $"this expression goes more than {Limits.Nesting} levels deep. Split the rule.");
        }

        var node = Parse(binding);
        _nesting--;
        return node;
    }

    private void Advance()
    {
        if (_current.Place is not null)
        {
            _last = _current.Place;
        }

        if (!_tokens.TryNext(out _current, out var error))
        {
            _error ??= error;
            _current = new Token(TokenKind.End, "", _last);
        }
    }

    private bool Expect(string symbol)
    {
        if (!_current.Is(symbol))
        {
            Unexpected(symbol);
            return false;
        }

        Advance();
        return _error is null;
    }

    /// <summary>The token where an operator or the end should be.</summary>
    private void Unexpected(string? expected)
    {
        var what = Misplaced.Advice(_current)
            ?? (expected is null ? $"{_current.Shown} was not expected here. Remove it, or write an operator before it." : null)
            ?? $"'{expected}' is missing before {_current.Shown}. Write it there.";
        Fail(_current.Place, what);
    }

    private Node? Fail(Place place, string message)
    {
        _error ??= place.Error(message);
        return null;
    }
}
