using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CometHooks.Store;

namespace CometHooks.Operate.Explain;

/// <summary>
/// The personal values of one webhook, and how to mask them wherever they stand: in a field, in what a condition saw, in a
/// reason, in Cometly's answer.
/// </summary>
internal sealed partial class PersonalValues
{
    // Shorter ones would be found in the midst of everything.
    private const int Shortest = 3;

    // Conditions show that much of a text.
    private const int Shown = 80;

    private static readonly PersonalValues OfNobody = new([]);

    private readonly Dictionary<string, Func<string, string>> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Regex _anywhere;

    private PersonalValues(IEnumerable<KeyValuePair<string, Func<string, string>>> values)
    {
        foreach (var (value, mask) in values)
        {
            _known.TryAdd(value, mask);
            if (value.Length > Shown)
            {
                _known.TryAdd(value[..(Shown - 1)], mask);
            }
        }

        // The longest first: a full name before the first name in it.
        var longOnes = _known.Keys.Where(v => v.Length >= Shortest).OrderByDescending(v => v.Length).Select(Whole);
        _anywhere = new Regex(string.Join('|', longOnes.Append(AnyEmail)), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    private const string AnyEmail = @"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+";

    public static PersonalValues Of(WebhookRecord webhook) => new(
    [
        .. webhook.Conversions.SelectMany(OfFields),
        .. PayloadValues.Of(webhook.Body),
    ]);

    /// <summary>A text of which nobody knows whom it is about: without e-mail addresses, and without the values that a condition saw.</summary>
    public static string? Unknown(string? text) => text is null ? null : OfNobody.Without(text);

    /// <summary>The text without anything that tells who it was.</summary>
    public string Without(string text)
    {
        if (_known.TryGetValue(text, out var mask))
        {
            return mask(text);
        }

        var masked = _anywhere.Replace(text, m => _known.TryGetValue(m.Value, out var known) ? known(m.Value) : Mask.Email(m.Value));
        return Observed().Replace(masked, m => Mask.For(m.Groups["name"].Value) is { } byName ? $"{m.Groups["path"]} = \"{Again(byName, m.Groups["value"].Value)}\"" : m.Value);
    }

    private static IEnumerable<KeyValuePair<string, Func<string, string>>> OfFields(ConversionRecord conversion)
    {
        string[] events = conversion.MergedEventJson is { } merged ? [conversion.EventJson, merged] : [conversion.EventJson];
        var sent = conversion.Body is { } body ? JsonNode.Parse(body)!.AsObject().OfType<KeyValuePair<string, JsonNode>>() : [];
        foreach (var (name, value) in events.SelectMany(json => EventFields.Of(CometlyEventJson.Read(json))).Concat(sent))
        {
            if (Mask.For(name) is { } mask && value?.GetValueKind() == JsonValueKind.String)
            {
                yield return new(value.GetValue<string>(), mask);
            }
        }
    }

    // What is masked already stays as it is.
    private static string Again(Func<string, string> mask, string value) => value.Contains("***", StringComparison.Ordinal) || value.EndsWith('…') ? value : mask(value);

    // A name within a longer word is another word.
    private static string Whole(string value) => $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(value)}(?![\p{{L}}\p{{N}}])";

    // A condition's values: billing_details.email = "…".
    [GeneratedRegex(@"(?<path>[\w$.\[\]]*?(?<name>\w+)) = ""(?<value>[^""]*)""")]
    private static partial Regex Observed();
}
