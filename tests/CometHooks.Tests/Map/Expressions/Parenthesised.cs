using CometHooks.Map.Expressions;

namespace CometHooks.Tests.Map.Expressions;

/// <summary>Writes a parsed expression so that no precedence is needed to read it.</summary>
internal static class Parenthesised
{
    public static string Print(Node node) => node switch
    {
        Negation negation => $"(-{Print(negation.Operand)})",
        Binary binary => $"({Print(binary.Left)} {binary.Operator} {Print(binary.Right)})",
        Condition { Else: { } other } condition => $"({Print(condition.Test)} ? {Print(condition.Then)} : {Print(other)})",
        Condition condition => $"({Print(condition.Test)} ? {Print(condition.Then)})",
        Fallback fallback => $"({Print(fallback.First)} {(fallback.WhereFalse ? "?:" : "??")} {Print(fallback.Other)})",
        Group group => $"({Print(group.Inner)})",
        ListNode list => $"[{string.Join(", ", list.Items.Select(Print))}]",
        Call call => $"${call.Function.Name}({string.Join(", ", call.Arguments.Select(Print))})",
        Filtered filtered => Print(filtered.Source) + string.Concat(filtered.Filters.Select(filter => $"[{Print(filter.Condition)}]")),
        _ => node.Place.Text,
    };
}
