using System.Globalization;
using CometHooks.Configuration;
using CometHooks.Store;
using YamlDotNet.RepresentationModel;

namespace CometHooks.Map;

/// <summary>Reads one example of a mapping file.</summary>
internal static class ExampleReader
{
    /// <summary>What an example may hold; the schema has the same.</summary>
    public static readonly string[] Keys = ["name", "currency", "events", "sends", "ends"];

    /// <summary>The words that may stand under <c>ends</c>: states of conversions and of webhooks.</summary>
    private static readonly string[] States =
        [.. Enum.GetNames<ConversionState>().Concat(Enum.GetNames<WebhookState>()).Select(s => s.ToLowerInvariant())];

    public static MappingExample Read(YamlSection example)
    {
        example.AllowOnly("key of an example", Keys);
        var events = Events(example);
        if (events.Count == 0)
        {
            example.Report("an example needs events. Write for example: events: [ stripe/charge.succeeded.json ]");
        }

        if (example.Find("sends") is null && example.Find("ends") is null)
        {
            example.Report("an example needs 'sends' (what is sent; [] for nothing) or 'ends' (how many end in which state).");
        }

        return new MappingExample
        {
            Name = example.Required("name", "a charge with its checkout"),
            Line = example.Line,
            Events = events,
            Sends = example.Find("sends") is null ? null : [.. example.Sections("sends").Select(Expected)],
            Currency = Currency(example),
            Ends = Ends(example),
        };
    }

    private static string Currency(YamlSection example)
    {
        var currency = example.Text("currency") ?? "USD";
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetter))
        {
            example.Report(example.Find("currency")!, $"'{currency}' is not a currency. Write three letters, for example: currency: EUR");
        }

        return currency.ToUpperInvariant();
    }

    private static List<ExampleEvent> Events(YamlSection example)
    {
        var events = new List<ExampleEvent>();
        if (example.Find("events") is not YamlSequenceNode list)
        {
            return events;
        }

        foreach (var item in list)
        {
            switch (item)
            {
                case YamlScalarNode { Value: { Length: > 0 } sample }:
                    events.Add(new ExampleEvent(sample, TimeSpan.Zero));
                    break;
                case YamlMappingNode mapping:
                    var later = example.At(mapping);
                    later.AllowOnly("key of an event", "after", "sample");
                    events.Add(new ExampleEvent(later.Required("sample", "stripe/charge.succeeded.json"), later.Duration("after") ?? TimeSpan.Zero));
                    break;
                default:
                    example.Report(item, "an event is a sample's path, or { after: 2s, sample: path }.");
                    break;
            }
        }

        return events;
    }

    private static Dictionary<string, string> Expected(YamlSection sends) =>
        sends.Entries().DistinctBy(x => x.Key.Value).ToDictionary(x => x.Key.Value!, x => (x.Value as YamlScalarNode)?.Value ?? "", StringComparer.Ordinal);

    private static Dictionary<string, int> Ends(YamlSection example)
    {
        var ends = new Dictionary<string, int>(StringComparer.Ordinal);
        if (example.Section("ends") is not { } section)
        {
            return ends;
        }

        section.AllowOnly("state", States);
        foreach (var (key, value) in section.Entries())
        {
            if (value is YamlScalarNode { Value: { } text } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                ends[key.Value!] = count;
            }
            else
            {
                section.Report(value, $"how many end as '{key.Value}'? Write a number, for example: {key.Value}: 1");
            }
        }

        return ends;
    }
}
