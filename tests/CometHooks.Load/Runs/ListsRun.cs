using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using CometHooks.Load.Servers;
using CometHooks.Load.Traffic;

namespace CometHooks.Load.Runs;

/// <summary>How fast somebody sees what is asked for in a store of years, and what that costs those who send webhooks meanwhile.</summary>
internal sealed class ListsRun(Arguments arguments)
{
    private const string Alone = "accepted at 200 a second, nobody looks";
    private const string Beside = "accepted at 200 a second, four people browse";
    private const int People = 4;
    private static readonly TimeSpan BetweenClicks = TimeSpan.FromMilliseconds(500);
    private readonly int _rows = arguments.Whole("rows", 1_000_000);
    private readonly int _times = arguments.Whole("times", 40);
    private readonly double _seconds = arguments.Number("seconds", 30);
    private readonly Trade _trade = new(redelivered: 0);
    private readonly Report _report = new("Lists and searches, SQLite", arguments.All);

    public async Task<bool> RunAsync()
    {
        using var scratch = new Scratch();
        var store = scratch.Store();
        GrownLists.Fill(store, _rows);
        using var server = await ServerProcess.StartAsync(ServerKind.Program, store, ("Listen__admin", $"http://127.0.0.1:{AdminPort}"), ("Console__setup_folder", Path.GetDirectoryName(store)!));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{AdminPort}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GrownLists.Key);
        var random = new Random(1);
        foreach (var (name, path) in Pages)
        {
            await AskAsync(client, path(random));
            var times = new List<double>();
            for (var time = 0; time < _times; time++)
            {
                times.Add(await AskAsync(client, path(random)));
            }

            times.Sort();
            _report.Add(new Figure(name, 1000 / times.Average()) { P50 = times[times.Count / 2], P99 = times[^1] });
            _report.Add(new Verdict($"p95 in ms: {name}", times[(int)(times.Count * 0.95)], 300, AtMost: true));
        }

        await Prepared.WarmAsync(_trade, server);
        _report.Add(await OpenAsync(Alone, server, from: 0));
        using var over = new CancellationTokenSource();
        var browsing = Enumerable.Range(0, People).Select(person => Task.Run(() => BrowseAsync(client, new Random(person), over.Token))).ToList();
        _report.Add(await OpenAsync(Beside, server, from: 500_000));
        await over.CancelAsync();
        var pages = (await Task.WhenAll(browsing)).Sum();
        _report.Add(new Verdict("p99 with people / without", _report.Last(Beside).P99!.Value / _report.Last(Alone).P99!.Value, 2, AtMost: true));
        _report.Add(new Verdict("requests not accepted", _report.Last(Beside).Errors!.Value + _report.Last(Alone).Errors!.Value, 0, AtMost: true));
        _report.Note(string.Create(CultureInfo.InvariantCulture, $"{_rows:n0} webhooks and conversions; each page asked {_times} times, with other values each time; p99 is the slowest. {People} people looked at {pages:n0} pages while webhooks came, each a page every half second."));
        return _report.Print();
    }

    private static int AdminPort => 18_081;

    private IReadOnlyList<(string Name, Func<Random, string> Path)> Pages =>
    [
        ("newest webhooks", _ => "/api/webhooks"),
        ("webhooks further back", random => $"/api/webhooks?cursor={random.Next(_rows)}"),
        ("webhooks of an endpoint", random => $"/api/webhooks?endpoint={(random.Next(2) == 0 ? "calendly" : "shopify")}"),
        ("failed webhooks", random => $"/api/webhooks?state=failed&cursor={random.Next(_rows)}"),
        ("late webhooks of an endpoint and a type that is not there", _ => "/api/webhooks?state=late&endpoint=stripe&type=charge.refunded"),
        ("webhooks of a type that is not there", random => $"/api/webhooks?type=charge.refunded&cursor={random.Next(_rows)}"),
        ("webhooks of a day", random => $"/api/webhooks?from={Day(random)}&to={Day(random)}"),
        ("newest conversions", _ => "/api/conversions"),
        ("dead conversions", random => $"/api/conversions?state=dead&cursor={random.Next(_rows)}"),
        ("rejected conversions of an endpoint", _ => "/api/conversions?state=rejected&endpoint=calendly"),
        ("leads of a day", random => $"/api/conversions?event_name=lead&from={Day(random)}"),
        ("search by order id", random => $"/api/search?q=order_{random.Next(_rows)}"),
        ("search by e-mail address", _ => $"/api/search?q={Uri.EscapeDataString(GrownLists.Email)}"),
        ("search by event id", random => $"/api/search?q=evt_{random.Next(_rows):d12}"),
        ("search for what is not there", random => $"/api/search?q=nothing-{random.Next()}"),
        ("an event explained", random => $"/api/webhooks/{random.Next(_rows) + 1}"),
        ("overview", _ => "/api/overview"),
        ("dead by cause", _ => "/api/causes?state=dead"),
        ("rejected by cause", _ => "/api/causes?state=rejected"),
        ("destinations", _ => "/api/destinations"),
        ("audit", _ => "/api/audit"),
    ];

    private static string Day(Random random) => DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000).AddDays(-random.Next(300)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<double> AskAsync(HttpClient client, string path)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? Stopwatch.GetElapsedTime(begun).TotalMilliseconds : throw new InvalidOperationException($"{path}: {answer.StatusCode}");
    }

    private async Task<int> BrowseAsync(HttpClient client, Random random, CancellationToken over)
    {
        var pages = 0;
        while (!over.IsCancellationRequested)
        {
            await AskAsync(client, Pages[random.Next(Pages.Count)].Path(random));
            pages++;
            await Task.Delay(BetweenClicks, CancellationToken.None);
        }

        return pages;
    }

    private Task<Figure> OpenAsync(string name, ServerProcess server, int from)
    {
        var requests = Prepared.Requests(_trade, (int)(200 * _seconds), from);
        return Clocked.RunAsync(name, server, () => OpenLoop.RunAsync(server.Webhooks, 64, () => 200, place => place < requests.Length ? requests[place] : null));
    }
}
