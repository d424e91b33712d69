using System.Globalization;
using CometHooks.Load.Servers;
using CometHooks.Load.Traffic;
using Microsoft.Playwright;

namespace CometHooks.Load.Runs;

/// <summary>Every page of the console open in a browser while webhooks come: nobody is refused, the live list keeps up, memory stays.</summary>
internal sealed class ConsoleRun(Arguments arguments)
{
    private const int AdminPort = 18_082;
    private const int Rate = 200;
    private const string Accepted = "accepted while every page is open";
    private static readonly string[] Pages = ["/", "/events", "/events?of=conversions", "/events/1", "/stuck", "/mappings", "/endpoints", "/destinations", "/audit", "/erasures", "/settings", "/search?q=order_1"];
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly double _seconds = arguments.Number("seconds", 600);
    private readonly int _rows = arguments.Whole("rows", 100_000);
    private readonly Trade _trade = new(redelivered: 0.05);
    private readonly Report _report = new("Every page of the console open, SQLite", arguments.All);
    private readonly List<(double After, long Behind, double Memory)> _samples = [];

    public async Task<bool> RunAsync()
    {
        using var scratch = new Scratch();
        var store = scratch.Store();
        GrownLists.Fill(store, _rows);
        using var standIn = await ServerProcess.StartAsync(ServerKind.StandIn, scratch.Store());
        using var server = await ServerProcess.StartAsync(
            ServerKind.Program,
            store,
            ("Listen__admin", $"http://127.0.0.1:{AdminPort}"),
            ("Console__setup_folder", Path.GetDirectoryName(store)!),
            (ServerProcess.Url, $"http://{standIn.Webhooks}/public-api/v1/events/track"));
        using var watch = new StoreWatch(store);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var live = await OpenAsync(browser);
        using var over = new CancellationTokenSource();
        var sampling = SampleAsync(live, watch, server, over.Token);
        var requests = (int)(Rate * _seconds);
        _report.Add(await Clocked.RunAsync(Accepted, server, () => OpenLoop.RunAsync(
            server.Webhooks, 64, () => Rate, place => place < requests ? HttpText.Of(_trade.Request(place)) : null)));
        await over.CancelAsync();
        await sampling;
        Judge();
        await server.StopAsync();
        return _report.Print();
    }

    private void Judge()
    {
        // Until everything was looked at once, memory grows.
        var settled = _samples.Skip(_samples.Count / 4).ToList();
        var (early, late) = (settled.Take(settled.Count / 3).Average(s => s.Memory), settled.TakeLast(settled.Count / 3).Average(s => s.Memory));
        _report.Add(new Verdict("requests not accepted", _report.Last(Accepted).Errors!.Value, 0, AtMost: true));
        _report.Add(new Verdict("the live list is behind, in webhooks, at most", _samples.Max(s => s.Behind), 4 * Rate, AtMost: true));
        _report.Add(new Verdict("memory of the last third / of the third after the first quarter", late / early, 1.1, AtMost: true));
        _report.Note($"{Pages.Length} pages open in Chromium, on the same processors: {string.Join(", ", Pages)}. {Rate} webhooks a second for {_seconds:n0} s, {_rows:n0} in the store before.\n");
        _report.Note("| after s | the list is behind | memory MB |\n|---|---|---|");
        foreach (var (after, behind, memory) in _samples.Where((_, i) => i % Math.Max(1, _samples.Count / 12) == 0))
        {
            _report.Note(string.Create(CultureInfo.InvariantCulture, $"| {after:0} | {behind} | {memory:0} |"));
        }
    }

    /// <summary>All pages in tabs of their own. Gives the one with the live list.</summary>
    private static async Task<IPage> OpenAsync(IBrowser browser)
    {
        var people = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = $"http://127.0.0.1:{AdminPort}" });
        var first = await people.NewPageAsync();
        await first.GotoAsync("/signin");
        await first.FillAsync("#name", GrownLists.User);
        await first.FillAsync("#password", GrownLists.Password);
        await first.ClickAsync("button[type=submit]");
        await first.WaitForSelectorAsync("h1");
        IPage? live = null;
        foreach (var path in Pages)
        {
            var page = await people.NewPageAsync();
            await page.GotoAsync(path);
            await page.WaitForSelectorAsync("h1");
            live = path == "/events" ? page : live;
        }

        return live!;
    }

    // How many webhooks were kept that the list does not show yet.
    private async Task SampleAsync(IPage live, StoreWatch watch, ServerProcess server, CancellationToken over)
    {
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(Every, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var newest = watch.Now().Webhooks;
            var shown = await live.Locator("table.list tbody tr a[href^='/events/']").First.GetAttributeAsync("href");
            _samples.Add((System.Diagnostics.Stopwatch.GetElapsedTime(begun).TotalSeconds, newest - long.Parse(shown!["/events/".Length..].Split('#')[0], CultureInfo.InvariantCulture), server.Memory));
        }
    }
}
