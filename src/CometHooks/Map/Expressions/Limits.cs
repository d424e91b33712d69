namespace CometHooks.Map.Expressions;

/// <summary>What bounds an expression, so that no rule and no payload can stop the hub.</summary>
internal static class Limits
{
    /// <summary>Characters of an expression.</summary>
    public const int Text = 4_000;

    /// <summary>Parentheses, brackets, calls and alternatives inside each other.</summary>
    public const int Nesting = 64;

    /// <summary>Operators and calls in one expression; with <see cref="Nesting"/> it bounds the stack, as long chains are deep trees.</summary>
    public const int Operators = 300;

    /// <summary>Values in a list that an expression makes.</summary>
    public const int Items = 10_000;

    /// <summary>Characters in a text that an expression makes.</summary>
    public const int Characters = 1 << 20;

    /// <summary>Characters of a number in the payload.</summary>
    public const int Digits = 1_000;

    /// <summary>Values looked at in one evaluation: filters in filters multiply.</summary>
    public const int Steps = 1_000_000;

    /// <summary>Properties, bytes or characters that are read in about the time of one step.</summary>
    public const int PerStep = 64;
}
