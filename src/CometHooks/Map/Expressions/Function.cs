using System.Runtime.CompilerServices;

namespace CometHooks.Map.Expressions;

/// <summary>What a function takes in one place. Something missing is taken everywhere, as in JSONata.</summary>
internal enum Parameter : byte
{
    Any,
    Text,
    Number,
    Scalar,
    Texts,
    Numbers,

    /// <summary>As the one above, and null is missing: for our own functions, as platforms send null for what they do not know.</summary>
    TextOrNull,
    NumberOrNull,
}

internal delegate Value FunctionBody(ref Frame frame, in Arguments arguments, Call call);

/// <summary>A function of the closed list.</summary>
/// <param name="Name">Without the dollar sign.</param>
/// <param name="Usage">How to write it, for errors.</param>
/// <param name="Required">How many values it needs; the rest may be left out.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Body">What it does with values that were checked.</param>
internal sealed record Function(string Name, string Usage, int Required, Parameter[] Parameters, FunctionBody Body)
{
    public string Takes => Required == Parameters.Length
        ? $"{Required} value{(Required == 1 ? "" : "s")}"
        : $"{Required} or {Parameters.Length} values";
}

/// <summary>The values of a call, on the stack.</summary>
[InlineArray(Most)]
internal struct Arguments
{
    public const int Most = 3;

    private Value _first;
}
