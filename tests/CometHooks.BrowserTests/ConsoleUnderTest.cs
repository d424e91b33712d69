using CometHooks.Cli.Demo;
using CometHooks.Proof;
using CometHooks.Sources;
using CometHooks.Store;
using Microsoft.Playwright;

[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]
[assembly: AssemblyFixture(typeof(CometHooks.BrowserTests.ConsoleUnderTest))]

namespace CometHooks.BrowserTests;

/// <summary>The shipped hub as a process, a stand-in for Cometly, and Debian's Chromium. The first admin is in; some events have arrived.</summary>
public sealed class ConsoleUnderTest : IAsyncLifetime
{
    public const string Admin = "ada";
    public const string Operator = "otto";
    public const string Viewer = "vera";
    public const string Password = "correct horse battery";

    /// <summary>The order id of the sale that was delivered.</summary>
    public const string Order = "pi_3SA1YXV5xIyyJRO6TZK9XVEx";

    private static readonly string[] Samples =
    [
        "stripe/charge.succeeded.json", "stripe/checkout.session.completed.json", "stripe/charge.succeeded.jpy.json", "shopify/orders_paid.json",
        "shopify/orders_paid.test.json", "calendly/invitee.created.json",
    ];

    /// <summary>A second endpoint with the mapping of the first: one event arrived there.</summary>
    public const string SecondStripe = "stripe-eu";

    // In milliseconds: other tests may keep the processors busy.
    private const float Patience = 30_000;

    private readonly HttpClient _client = new();
    private CometlyStandIn _cometly = null!;
    private AlertReceiver _receiver = null!;
    private HubFolder _folder = null!;
    private HubProcess _hub = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    // Sessions are taken up again: tries to sign in are throttled.
    private readonly Dictionary<string, string> _sessions = new(StringComparer.Ordinal);

    /// <summary>Who is told of alerts.</summary>
    internal AlertReceiver Receiver => _receiver;

    /// <summary>What the hub logged.</summary>
    internal string Log => _hub.Output;

    /// <summary>Where the console is.</summary>
    public Uri Url => _hub.Admin;

    /// <summary>The hub's configuration folder.</summary>
    public string Config => _folder.Config;

    /// <summary>The link of the first start, as the first admin found it.</summary>
    public string SetupLink { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Installed.EnsureAsync("chromium");
        _cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        _receiver = await AlertReceiver.StartAsync(Cancel);
        _folder = new HubFolder(_cometly.Url);
        _folder.Write("comethooks.yaml", _folder.Read("comethooks.yaml").Replace(
            "\n  shopify:\n    source: shopify\n",
            $"\n  {SecondStripe}: {{ source: stripe, secrets: [\"${{STRIPE_WEBHOOK_SECRET}}\"], mapping: mappings/stripe.yaml, destination: main }}\n\n  shopify:\n    source: shopify\n",
            StringComparison.Ordinal));
        _folder.Environment["Alerts__receivers__ops__type"] = "webhook";
        _folder.Environment["Alerts__receivers__ops__url"] = _receiver.Url;
        _folder.Environment["Alerts__receivers__ops__secret"] = AlertReceiver.Secret;
        _folder.Environment["Alerts__receivers__ops__allow_private"] = "true";
        _hub = await HubProcess.StartAsync(_folder, Cancel);
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        SetupLink = CometHooks.Operate.Access.SetupLink.Read(_folder.Environment["Console__setup_folder"])!;
        await using var visit = await VisitAsync();
        await visit.Page.GotoAsync(SetupLink);
        await visit.SubmitAsync(Admin, Password);
        await Assertions.Expect(visit.Page).ToHaveURLAsync(Url.AbsoluteUri);
        foreach (var sample in Samples)
        {
            await PostAsync(sample);
        }

        await PostAsync("stripe/charge.succeeded.uncaptured.json", endpoint: SecondStripe);
        _sessions[Admin] = await visit.SessionAsync();
        foreach (var (name, role) in new[] { (Viewer, AccessRole.Viewer), (Operator, AccessRole.Operator) })
        {
            await AddUserAsync(visit.Page, name, role);
            await using var other = await VisitAsync();
            await other.Page.GotoAsync("/signin");
            await other.SubmitAsync(name, Password);
            await Assertions.Expect(other.Page).ToHaveURLAsync(Url.AbsoluteUri);
            _sessions[name] = await other.SessionAsync();
        }
    }

    /// <summary>A browser of its own, as of somebody who never was here.</summary>
    internal Task<Visit> VisitAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light) => VisitAsync(Url, session: null, width, scheme);

    /// <summary>The same, at another hub.</summary>
    internal Task<Visit> VisitAsync(Uri home, int width) => VisitAsync(home, session: null, width, ColorScheme.Light);

    /// <summary>The same, signed in, on the overview.</summary>
    internal async Task<Visit> SignedInAsync(string name = Admin, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var visit = await VisitAsync(Url, _sessions[name], width, scheme);
        await visit.OpenAsync("/");
        return visit;
    }

    private async Task<Visit> VisitAsync(Uri home, string? session, int width, ColorScheme scheme) => new(
        await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = home.AbsoluteUri,
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            StorageState = session,
        }),
        home);

    /// <summary>Posts a sample, signed now.</summary>
    /// <param name="sample">Its file.</param>
    /// <param name="of">The person that it is about; without, whoever is in it. Then its ids are its own too.</param>
    /// <param name="endpoint">The endpoint; without, its source's.</param>
    internal async Task PostAsync(string sample, string? of = null, string? endpoint = null)
    {
        var adapter = _folder.Load().Sources.TryFind(sample.Split('/')[0], out var found) ? found : throw new InvalidOperationException(sample);
        var body = await File.ReadAllBytesAsync(Path.Combine(_folder.Config, "samples", sample), Cancel);
        if (of is not null)
        {
            body = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(FreshIds.In(body)).Replace("ada@example.com", of, StringComparison.Ordinal));
        }

        var request = SampleFolder.Request(adapter, Path.GetFileName(sample), body, HubFolder.Secret, TimeProvider.System.GetUtcNow());
        using var message = SampleMessage.Of(request, new Uri(_hub.Webhooks, $"/webhooks/{adapter.Source}{(endpoint is null ? "" : $"/{endpoint}")}"));
        using var answer = await _client.SendAsync(message, Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{sample}: {answer.StatusCode}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _hub.DisposeAsync();
        await _cometly.DisposeAsync();
        await _receiver.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task AddUserAsync(IPage page, string name, AccessRole role)
    {
        await page.GotoAsync("/settings");
        var form = page.Locator("form", new() { HasText = "Add user" });
        await form.Locator("input:visible").Nth(0).FillAsync(name);
        await form.Locator("input:visible").Nth(1).FillAsync(Password);
        await form.Locator("select").SelectOptionAsync(Words.Of(role));
        await form.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        await page.GetByRole(AriaRole.Cell, new() { Name = name, Exact = true }).WaitForAsync();
    }
}
