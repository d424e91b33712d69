using CometHooks.Count;

namespace CometHooks.Operate.Explain;

/// <summary>Where a field of a conversion came from, in words.</summary>
internal static class FieldOrigin
{
    /// <summary>Empty where there is nothing to say.</summary>
    public static string Of(ExplainedField field)
    {
        var rule = field switch
        {
            // A sibling's value beside an expression that gave none: the two must not look like cause and effect.
            { Expression: { } expression, Missing: true, Value: not null } => $"{expression} (line {field.Line}) gave nothing",
            { Expression: { } expression } => $"{expression} (line {field.Line})",
            { Text: { } text } => $"text \"{text}\" (line {field.Line})",
            _ => null,
        };
        var from = field.Source switch
        {
            null => null,
            { IsOwn: true } => EvidenceSource.OwnEvent,
            var source => $"{source.How}: webhook {source.Webhook}, {source.Type}, rule '{source.Rule}'",
        };
        return string.Join("; ", new[] { rule, field.Converted, field.Added, from }.OfType<string>());
    }
}
