using System.Buffers;

namespace CometHooks.Map.Expressions;

/// <summary>A part of an expression's text, for errors and explanations.</summary>
internal sealed record Place(string Source, int Offset, int Length)
{
    private static readonly SearchValues<char> Compound = SearchValues.Create(" .([&+-*/%?=<>");

    public string Text => Source.Substring(Offset, Length);

    /// <summary>How to ask for the first of several values here. In <c>a.b[0]</c> the index belongs to each b, hence the parentheses.</summary>
    public string First => Text.AsSpan().IndexOfAny(Compound) < 0 ? $"{Text}[0]" : $"({Text})[0]";

    public Place To(Place end) => this with { Length = end.Offset + end.Length - Offset };

    public ExpressionError Error(string message) => new(message, Offset, Length);

    public Value Fail(string message) => Value.Failed(Error(message));

    public Value TooMuchWork() =>
        Fail($"'{Text}' looks at more than {Limits.Steps:N0} values. Use fewer filters inside each other, or a path that leads to fewer values.");

    public Value TooManyItems() =>
        Fail($"'{Text}' gives more than {Limits.Items:N0} values. Pick the one that is meant, for example {First}.");

    public Value TooLongText() =>
        Fail($"'{Text}' makes a text of more than {Limits.Characters:N0} characters. Take a part of it with $substring.");

    public Value OutOfRange() =>
        Fail($"'{Text}' is a number with more than 28 digits, which cannot be kept exactly. Send it as text, or leave it out.");
}
