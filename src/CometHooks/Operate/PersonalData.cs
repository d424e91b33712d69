using System.Text.RegularExpressions;
using CometHooks.Operate.Explain;

namespace CometHooks.Operate;

/// <summary>A single field's value as it may be printed and shown around, where there is no webhook to tell what is personal.</summary>
internal static partial class PersonalData
{
    /// <param name="field">The event's field; what is nobody's by its name is looked through for e-mail addresses.</param>
    /// <param name="value">Its value.</param>
    public static string Of(string field, string value) =>
        Mask.For(field) is { } mask ? mask(value)
        : field == "user_agent" || field.StartsWith("profile_field_", StringComparison.Ordinal) ? Mask.Token(value)
        : Email().Replace(value, e => Mask.Email(e.Value));

    [GeneratedRegex("""[^\s@<>"',;:()/=]+@[^\s@<>"',;:()/=]+""")]
    private static partial Regex Email();
}
