using CometHooks.Configuration;
using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Map.Expressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CometHooks.Map;

/// <summary>Reads one rule of a mapping file.</summary>
internal static class RuleReader
{
    /// <summary>What a rule may hold; the schema has the same.</summary>
    public static readonly string[] Keys =
        ["name", "on", "when", "send", "once_per", "recall", "remember", "wait_for_identity", "idempotency_key", "phone_country", "fields"];

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly string[] IdentityFields = ["comet_token", "fingerprint", "ip", "user_agent", "email", "phone", "full_name", "first_name", "last_name"];

    public static Rule Read(YamlSection rule, string? phoneCountry)
    {
        rule.AllowOnly("key of a rule", Keys);
        var send = rule.Text("send");
        var remember = Memory(rule);
        if (send is null && remember is null)
        {
            rule.Report("this rule does nothing: give it 'send: purchase' (or another Cometly event), or 'remember:'.");
        }

        if (send is not null && !CometlyEventNames.All.ContainsKey(send))
        {
            rule.Report(rule.Find("send")!, $"Cometly has no event '{send}'.{NearestName.Hint(send, CometlyEventNames.All.Keys)}");
        }

        var oncePer = rule.Scalars("once_per").Select(node => Compile(rule, node)).OfType<PlacedExpression>().ToList();
        if (send is not null && rule.Find("once_per") is null)
        {
            rule.Report("a rule that sends needs 'once_per': what the conversion is about, so that it counts once. Write for example: once_per: payment_intent ?? id");
        }

        var on = rule.Scalars("on").Select(node => node.Value ?? "").ToList();
        if (on.Count == 0)
        {
            rule.Report("'on' is missing: the event types that this rule is for. Write for example: on: charge.succeeded");
        }

        return new Rule
        {
            Name = rule.Required("name", "payment"),
            Line = rule.Line,
            On = on,
            When = Condition(rule),
            Send = send,
            OncePer = oncePer,
            IdempotencyKey = Compile(rule, "idempotency_key"),
            Fields = Fields(rule.Section("fields"), "field", CometlyFields.All.Keys),
            PhoneCountry = PhoneCountry(rule) ?? phoneCountry,
            WaitForIdentity = Wait(rule),
            Recall = Fields(rule.Section("recall"), "key of an identity", IdentityKinds.All.Keys),
            Remember = remember,
        };
    }

    public static string? PhoneCountry(YamlSection section)
    {
        var country = section.Text("phone_country");
        if (country is not null && (country.Length != 2 || !country.All(char.IsAsciiLetter)))
        {
            section.Report(section.Find("phone_country")!, $"'{country}' is not a country. Write two letters, for example: phone_country: US");
        }

        return country?.ToUpperInvariant();
    }

    private static TimeSpan Wait(YamlSection rule)
    {
        var wait = rule.Duration("wait_for_identity") ?? TimeSpan.Zero;
        if (wait > LongestWait)
        {
            rule.Report(rule.Find("wait_for_identity")!, "a conversion may wait for 1h at most: Cometly should hear of it while it is news. Write for example: wait_for_identity: 30s");
        }

        return wait;
    }

    private static RuleMemory? Memory(YamlSection rule)
    {
        if (rule.Section("remember") is not { } remember)
        {
            return null;
        }

        remember.AllowOnly("key of 'remember'", "under", "identity");
        if (remember.Find("under") is null)
        {
            remember.Report("'under' is missing: the ids by which other events find this visitor. Write for example: under: { payment: payment_intent, customer: customer }");
        }

        return new RuleMemory(
            Fields(remember.Section("under"), "key of an identity", IdentityKinds.All.Keys),
            Fields(remember.Section("identity"), "field of an identity", IdentityFields));
    }

    private static List<RuleField> Fields(YamlSection? section, string what, IEnumerable<string> known)
    {
        var fields = new List<RuleField>();
        if (section is null)
        {
            return fields;
        }

        section.AllowOnly(what, known);
        foreach (var (key, value) in section.Entries())
        {
            var line = (int)key.Start.Line;
            switch (value)
            {
                case YamlMappingNode { Children.Count: 1 } fixedText when fixedText.Children.TryGetValue(new YamlScalarNode("text"), out var text) && text is YamlScalarNode { Value: { } words }:
                    fields.Add(new RuleField(key.Value!, line, null, words));
                    break;
                case YamlScalarNode scalar:
                    if (Compile(section, scalar) is { } expression)
                    {
                        fields.Add(new RuleField(key.Value!, line, expression, null));
                    }

                    break;
                default:
                    section.Report(value, $"'{key.Value}' must be an expression, or fixed text as {{ text: \"…\" }}.");
                    break;
            }
        }

        return fields;
    }

    // Nothing behind the name would mean "always", which nobody means who began to write a condition.
    private static PlacedExpression? Condition(YamlSection rule)
    {
        var (key, value) = rule.Entries().FirstOrDefault(e => e.Key.Value == "when");
        if (value is YamlScalarNode { Value: var text } && string.IsNullOrWhiteSpace(text))
        {
            rule.Report(key, "'when' is empty: take the line out, or write the condition.");
            return null;
        }

        return Compile(rule, "when");
    }

    private static PlacedExpression? Compile(YamlSection rule, string key) =>
        rule.Find(key) switch
        {
            null => null,
            YamlScalarNode scalar => Compile(rule, scalar),
            var other => Misplaced(rule, other, key),
        };

    private static PlacedExpression? Misplaced(YamlSection rule, YamlNode node, string key)
    {
        rule.Report(node, $"'{key}' must be one expression.");
        return null;
    }

    private static PlacedExpression? Compile(YamlSection section, YamlScalarNode node)
    {
        var quoted = node.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
        var place = new TextPlace(section.File, (int)node.Start.Line, (int)node.Start.Column + quoted);
        if (Expression.TryCompile(node.Value ?? "", out var expression, out var error))
        {
            return new PlacedExpression(expression, place);
        }

        // Within a folded or literal block the offset does not tell a column: the block's start must do.
        var inLine = node.Style is not (ScalarStyle.Folded or ScalarStyle.Literal);
        section.Report(place.Line, place.Column + (inLine ? error.Offset : 0), error.Message);
        return null;
    }
}
