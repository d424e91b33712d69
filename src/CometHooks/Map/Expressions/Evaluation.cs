using System.Text.Json;

namespace CometHooks.Map.Expressions;

/// <summary>What an expression gave.</summary>
/// <param name="Value">
/// Null (missing or JSON null), a string, a decimal, a bool, an <see cref="IReadOnlyList{T}"/> of such values, or a
/// <see cref="JsonElement"/> for an object, which lives as long as its document.
/// </param>
/// <param name="Error">Why there is no value.</param>
internal readonly record struct Evaluation(object? Value, ExpressionError? Error)
{
    /// <summary>JSONata's truth: false are nothing, null, false, 0, empty text, an empty object, and a list that holds nothing true.</summary>
    public bool IsTrue => Error is null && Holds(Value);

    private static bool Holds(object? value) => value switch
    {
        bool b => b,
        string s => s.Length > 0,
        decimal d => d != 0,
        IReadOnlyList<object?> list => list.Any(Holds),
        JsonElement { ValueKind: JsonValueKind.Object } o => o.GetPropertyCount() > 0,
        _ => false,
    };
}
