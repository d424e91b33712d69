namespace CometHooks.Map.Expressions;

/// <summary>How strongly operators bind, as in JSONata 2.1: note that <c>??</c> binds like a comparison and takes all to its right.</summary>
internal static class Precedence
{
    public const int Path = 75;

    public const int Prefix = 70;

    public static int Of(in Token token) => token.Kind != TokenKind.Operator ? 0 : token.Text switch
    {
        "[" or "(" => 80,
        "." => Path,
        "*" or "/" or "%" => 60,
        "+" or "-" or "&" => 50,
        "=" or "!=" or "<" or "<=" or ">" or ">=" or "in" or "??" or "?:" => 40,
        "and" => 30,
        "or" => 25,
        "?" => 20,
        _ => 0,
    };
}
