namespace CometHooks.Map.Expressions;

internal enum TokenKind : byte
{
    End,
    Name,
    Variable,
    Text,
    Number,
    Constant,
    Operator,
}

/// <param name="Kind">What it is.</param>
/// <param name="Text">The operator, the name without quotes, or the text without quotes and escapes.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Number">The value of a number.</param>
internal readonly record struct Token(TokenKind Kind, string Text, Place Place, decimal Number = 0)
{
    public bool Is(string symbol) => Kind == TokenKind.Operator && Text == symbol;

    /// <summary>How an error speaks of it.</summary>
    public string Shown => Kind == TokenKind.End ? "the end" : $"'{Place.Text}'";
}
