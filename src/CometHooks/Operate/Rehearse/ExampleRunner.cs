using System.Globalization;
using System.Text.Json;
using CometHooks.Configuration;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;

namespace CometHooks.Operate.Rehearse;

/// <summary>
/// Runs the examples of a mapping and says which do not hold. The same code for <c>test</c>, <c>check</c>, a reload and the
/// test suite. They run at an endpoint and a destination with default settings: what a mapping says must not depend on
/// whether the merchant sells in euros.
/// </summary>
internal sealed class ExampleRunner(Rehearsal rehearsal, SampleFolder samples)
{
    /// <summary>Where the examples have their samples from.</summary>
    public SampleFolder Samples => samples;

    public async Task<IReadOnlyList<ExampleResult>> RunAsync(MapTarget target, CancellationToken cancellationToken)
    {
        var results = new List<ExampleResult>();
        foreach (var example in target.Mapping.Examples)
        {
            var problems = new List<Problem>();
            await RunAsync(target, example, problems, cancellationToken);
            results.Add(new ExampleResult(example, problems));
        }

        return results;
    }

    private async Task RunAsync(MapTarget target, MappingExample example, List<Problem> problems, CancellationToken cancellationToken)
    {
        void Report(string message) => problems.Add(new Problem(target.Mapping.Name, example.Line, 1, $"example '{example.Name}': {message}"));

        var requests = new List<RehearsedRequest>();
        foreach (var @event in example.Events)
        {
            if (samples.TryRequest(target.Adapter, @event.Sample, out var request, out var error))
            {
                requests.Add(new RehearsedRequest(@event.After, request));
            }
            else
            {
                Report(error);
            }
        }

        if (problems.Count > 0 || requests.Count == 0)
        {
            return;
        }

        var plain = target with
        {
            Options = new EndpointOptions { Source = target.Adapter.Source },
            Destination = new DestinationOptions { Currency = example.Currency },
        };
        var webhooks = await rehearsal.RunAsync(plain, requests, cancellationToken);
        foreach (var failed in webhooks.Where(w => w.Record.State == WebhookState.Failed && !example.Ends.ContainsKey("failed")))
        {
            Report($"{failed.Record.Type} failed: {failed.Record.Reason}");
        }

        if (example.Sends is { } expected)
        {
            CompareSends(expected, [.. webhooks.SelectMany(w => w.Conversions).OrderBy(c => c.Record.Id)], Report);
        }

        foreach (var (state, count) in example.Ends)
        {
            var actual = webhooks.Count(w => Is(w.Record.State, state)) + webhooks.Sum(w => w.Conversions.Count(c => Is(c.Record.State, state)));
            if (actual != count)
            {
                Report($"{count} should end as {state}, but {actual} did.");
            }
        }
    }

    private static void CompareSends(IReadOnlyList<IReadOnlyDictionary<string, string>> expected, IReadOnlyList<RehearsedConversion> made, Action<string> report)
    {
        var sent = made.Where(c => c.Record.State == ConversionState.Pending).ToList();
        if (expected.Count != sent.Count)
        {
            var came = made.Select(c => $"{c.Record.EventName} by rule '{c.Record.Rule}' is {Words.Of(c.Record.State)}{(c.Record.Reason is { } why ? $" ({why})" : "")}");
            report($"{expected.Count} {(expected.Count == 1 ? "event" : "events")} should be sent, but {sent.Count} {(sent.Count == 1 ? "was" : "were")}. {(made.Count == 0 ? "No rule made any." : string.Join("; ", came) + ".")}");
            return;
        }

        foreach (var (wanted, conversion) in expected.Zip(sent))
        {
            using var body = JsonDocument.Parse(conversion.Body);
            foreach (var (field, value) in wanted)
            {
                var actual = body.RootElement.TryGetProperty(field, out var element) ? element.ToString() : "";
                if (!Same(value, actual, element.ValueKind == JsonValueKind.Number))
                {
                    report($"{conversion.Record.EventName}: {field} should be '{value}', but is {(actual.Length == 0 ? "missing" : $"'{actual}'")}.");
                }
            }
        }
    }

    private static bool Same(string wanted, string actual, bool number) =>
        wanted == actual
        || (number && decimal.TryParse(wanted, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(actual, CultureInfo.InvariantCulture, out var b) && a == b)
        || (wanted is "true" or "false" && string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase));

    private static bool Is<TState>(TState state, string word)
        where TState : struct, Enum => string.Equals(state.ToString(), word, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Example">The example.</param>
/// <param name="Problems">Why it does not hold; empty: it does.</param>
internal sealed record ExampleResult(MappingExample Example, IReadOnlyList<Problem> Problems);
