namespace CometHooks.Map.Expressions;

/// <summary>Which parts of the payload an expression reads, and how to show them to a person.</summary>
internal static class Reads
{
    private const int Shown = 80;

    /// <summary>The outermost paths and variables: what their filters compare belongs to the items, not to the payload.</summary>
    public static IEnumerable<Node> Of(Node node) => node switch
    {
        Steps or Root or Member => [node],
        Filtered filtered => Of(filtered.Source),
        Group group => Of(group.Inner),
        Negation negation => Of(negation.Operand),
        Binary binary => [.. Of(binary.Left), .. Of(binary.Right)],
        Fallback fallback => [.. Of(fallback.First), .. Of(fallback.Other)],
        Condition condition => [.. Of(condition.Test), .. Of(condition.Then), .. condition.Else is null ? [] : Of(condition.Else)],
        ListNode list => list.Items.SelectMany(Of),
        Call call => call.Arguments.SelectMany(Of),
        _ => [],
    };

    public static string Show(in Value value) => value.Kind switch
    {
        ValueKind.Missing => "missing",
        ValueKind.Null => "null",
        ValueKind.Boolean => value.Boolean ? "true" : "false",
        ValueKind.Number => value.TryNumber(out var number) ? TextForm.Of(number) : "a number of more than 28 digits",
        ValueKind.Text => Quote(value.Text),
        ValueKind.List => $"a list of {Items.Of(value).Count}",
        ValueKind.Object => "an object",
        _ => value.Error.Message,
    };

    private static string Quote(string text)
    {
        var cut = text.Length <= Shown ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Shown - 1]) ? Shown - 1 : Shown), "…");
        return $"\"{cut.ReplaceLineEndings(" ")}\"";
    }
}
