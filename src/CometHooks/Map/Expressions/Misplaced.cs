namespace CometHooks.Map.Expressions;

/// <summary>What to say of a token that cannot stand where it stands.</summary>
internal static class Misplaced
{
    /// <summary>Where an operator or the end was expected; null: nothing better is known than that.</summary>
    public static string? Advice(in Token token) => token.Kind switch
    {
        TokenKind.Name when ForeignSpelling.AdviceForWord(token.Text) is { } advice => $"'{token.Text}' is not part of this language. {advice}",
        TokenKind.Name or TokenKind.Text or TokenKind.Number or TokenKind.Constant or TokenKind.Variable =>
            $"{token.Shown} follows a value without an operator between them. Write one (=, and, or, &, +), or put a text with spaces between quotes.",
        TokenKind.Operator => Unsupported(token.Text),
        _ => null,
    };

    /// <summary>Where a value was expected.</summary>
    public static string AdviceForValue(in Token token)
    {
        if (token.Kind == TokenKind.End)
        {
            return "a value is missing at the end. Write a name, a text between quotes or a number.";
        }

        return token.Text switch
        {
            "*" or "**" => $"'{token.Text}' (any member) is not part of this language. Write the member's name.",
            "%" => "'%' (the parent) is not part of this language. Write the path from its start, with $$ for the payload.",
            "/" => "regular expressions are not part of this language. Write $contains, $substringBefore or $split.",
            "." => "a path begins with a name, and a number with a digit. Write 0.5 for .5.",
            _ => Unsupported(token.Text) ?? $"a value is missing before '{token.Text}'. Write a name, a text between quotes or a number.",
        };
    }

    // JSONata has these; rules of a webhook do not need them, and they would make an expression's cost hard to bound.
    private static string? Unsupported(string symbol) => symbol switch
    {
        "{" or "}" or "|" => $"'{symbol}' (making objects) is not part of this language. Write one field per line in the rule.",
        ":=" => "':=' (own variables) is not part of this language. Write the value where it is used, or '=' to compare.",
        ";" => "';' is not part of this language. Write one expression.",
        "~>" => "'~>' (chains) is not part of this language. Write the calls inside each other: $trim($lowercase(email)).",
        "^" => "'^' (sorting) is not part of this language. Write $max or $min, or an index.",
        "@" or "#" => $"'{symbol}' is not part of this language. Put a text that holds it between quotes, and a name between backticks.",
        ".." => "'..' (ranges) is not part of this language. Write '>=' and '<='.",
        "**" => "'**' is not part of this language. Write a * b to multiply.",
        _ => null,
    };
}
