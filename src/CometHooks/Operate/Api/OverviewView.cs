using System.Globalization;
using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate.Api;

/// <summary>What somebody wants to know who opens the console.</summary>
internal sealed class OverviewView(IOverview store, IAlerts alerts, EndpointViews endpoints, DestinationViews destinations, MappingCatalog mappings)
{
    public async Task<HubOverview> NowAsync(CancellationToken cancellationToken)
    {
        var waiting = await store.WaitingAsync(cancellationToken);
        var allEndpoints = await endpoints.AllAsync(cancellationToken);
        var allDestinations = await destinations.AllAsync(cancellationToken);
        return new HubOverview
        {
            Waiting = waiting,
            Endpoints = allEndpoints,
            Destinations = allDestinations,
            ForAPerson = [.. ForAPerson(waiting, await alerts.OpenAlertsAsync(cancellationToken), allEndpoints, allDestinations).OrderBy(concern => concern.Severity != "error")],
        };
    }

    private IEnumerable<Concern> ForAPerson(
        WaitingNow waiting, IReadOnlyList<OpenAlert> open, IReadOnlyList<EndpointView> allEndpoints, IReadOnlyList<DestinationView> allDestinations)
    {
        // What waits or is paused is said below as it is now, with or without an alert.
        var told = open.Where(a => a.Condition is not ("dead_letters" or "failed_webhooks" or "late_webhooks" or "paused")).ToList();
        foreach (var alert in told)
        {
            yield return new Concern(alert.Severity, string.Create(CultureInfo.InvariantCulture, $"{alert.Text} (alert since {alert.Since:yyyy-MM-dd HH:mm} UTC)"), alert.Page);
        }

        foreach (var destination in allDestinations.Where(d => d.PausedBecause is not null))
        {
            yield return new Concern("error", $"Destination {destination.Name} is paused: {destination.PausedBecause}{(destination.WhatToDo is { } todo ? $". {todo} Nothing is lost." : "")}", "/destinations");
        }

        foreach (var destination in allDestinations.Where(d => !d.HasToken))
        {
            yield return new Concern("error", $"Destination {destination.Name} has no token: nothing is sent to it", "/destinations");
        }

        foreach (var destination in allDestinations.Where(d => d.IsUnreachable))
        {
            yield return new Concern("warning", $"Destination {destination.Name} does not answer; it is tried again by itself", "/destinations");
        }

        foreach (var (name, refused) in mappings.Refused)
        {
            yield return new Concern("error", $"The change of {name} has {refused.Problems.Count} {(refused.Problems.Count == 1 ? "mistake" : "mistakes")}, so the version before stays in use.", $"/mappings/{Uri.EscapeDataString(name)}");
        }

        foreach (var endpoint in allEndpoints.Where(e => e.OffBecause is not null))
        {
            yield return new Concern("warning", $"Endpoint {endpoint.Name} accepts nothing: {endpoint.OffBecause}", "/endpoints");
        }

        foreach (var endpoint in allEndpoints.Where(e => e.OffBecause is null && e.Refused.GetValueOrDefault(RefusalReasons.SignatureWrong) > 0 && !told.Exists(a => a.Condition == "signatures" && a.Subject == e.Name)))
        {
            yield return new Concern("warning", $"Endpoint {endpoint.Name} refused {Count(endpoint.Refused[RefusalReasons.SignatureWrong], "request")}: signature wrong. Is its secret the platform's?", "/endpoints");
        }

        foreach (var (severity, count, one, many, path) in new[]
        {
            ("error", waiting.Dead, "conversion used up its attempts", "conversions used up their attempts", "/stuck"),
            ("error", waiting.Failed, "webhook could not be mapped: a rule fails on it", "webhooks could not be mapped: a rule fails on them", "/events?state=failed"),
            ("warning", waiting.Late, "webhook came with a right but old signature", "webhooks came with a right but old signature", "/events?state=late"),
            ("warning", waiting.Unreadable, "webhook is authentic but no event of its source", "webhooks are authentic but no events of their source", "/events?state=unreadable"),
        })
        {
            if (count > 0)
            {
                yield return new Concern(severity, $"{count} {(count == 1 ? one : many)}", path);
            }
        }
    }

    private static string Count(long count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}

internal sealed record HubOverview
{
    public required WaitingNow Waiting { get; init; }
    public required IReadOnlyList<EndpointView> Endpoints { get; init; }
    public required IReadOnlyList<DestinationView> Destinations { get; init; }

    /// <summary>What needs a person, the worst first.</summary>
    public required IReadOnlyList<Concern> ForAPerson { get; init; }
}

/// <param name="Severity">error or warning.</param>
/// <param name="Text">What it is.</param>
/// <param name="Page">Where in the console something can be done about it.</param>
internal sealed record Concern(string Severity, string Text, string Page);
