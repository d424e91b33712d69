using CometHooks.Cli.Demo;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A hub with one rule for charges, Cometly's stand-in, and the command that replays.</summary>
internal sealed class ReplayScene : IAsyncDisposable
{
    private readonly HubFolder _asking = new("http://127.0.0.1:1/");

    private ReplayScene(CometlyStandIn cometly, HubFolder folder, RunningHub hub)
    {
        (Cometly, Folder, Hub) = (cometly, folder, hub);
        _asking.Configure([HubFolder.Endpoint("stripe", "stripe")], further: $"listen: {{ admin: \"{hub.Admin.GetLeftPart(UriPartial.Authority)}\" }}\nconsole: {{ setup_folder: \"{folder.Environment["Console__setup_folder"]}\" }}");
    }

    public CometlyStandIn Cometly { get; }

    public HubFolder Folder { get; }

    public RunningHub Hub { get; }

    public IEnumerable<string?> EffectNames => Cometly.Effects.Select(e => e.EventName);

    public static async Task<ReplayScene> StartAsync(string rules, Action<IServiceCollection>? further = null)
    {
        var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        var folder = new HubFolder(cometly.Url).MapStripeBy(rules);
        return new ReplayScene(cometly, folder, await RunningHub.StartAsync(folder, further));
    }

    /// <summary>A rule that counts charges once a payment.</summary>
    public static string Charges(string send, string when = "true", string on = "charge.succeeded", string once = "payment_intent") =>
        $"  - name: money\n    on: {on}\n    when: {when}\n    send: {send}\n    once_per: {once}\n    fields: {{ email: billing_details.email, amount: $facts.amount }}";

    /// <summary>Posts fresh charges, one payment each, and waits for their end.</summary>
    public async Task<IReadOnlyList<WebhookRecord>> SellAsync(int count)
    {
        var webhooks = new List<WebhookRecord>();
        for (var i = 0; i < count; i++)
        {
            webhooks.Add(await Hub.EndedAsync(await Hub.PostAsync("stripe/charge.succeeded.json", FreshIds.In(SampleBody.Of("stripe/charge.succeeded.json")))));
        }

        return webhooks;
    }

    /// <summary>Changes the rules and waits until the hub has taken them.</summary>
    public async Task ChangeAsync(string rules)
    {
        int Taken() => Hub.Log.Messages.Count(m => m.Contains("Mapping \"mappings/stripe.yaml\" version", StringComparison.Ordinal));
        await Until.True(() => Taken() > 0, "the first rules are taken");
        var before = Taken();
        Folder.MapStripeBy(rules);
        await Until.True(() => Taken() > before, "the changed rules are taken");
    }

    public Task<CommandResult> ReplayAsync(params string[] arguments) => Command.RunAsync(["replay", "--config", _asking.Config, .. arguments]);

    /// <summary>The webhook when this run of it is mapped and nothing waits to be delivered.</summary>
    public Task<WebhookRecord> ReplayedAsync(WebhookRecord webhook, int run = 1) => Hub.WhenAsync(
        new PostedWebhook(200, "", webhook.Id, ""),
        w => w.Run == run && w.State != WebhookState.Stored && w.Conversions.All(c => c.State is not (ConversionState.Pending or ConversionState.Held)),
        $"ended run {run}");

    public Task<WebhookRecord> NowAsync(WebhookRecord webhook) => Hub.WhenAsync(new PostedWebhook(200, "", webhook.Id, ""), _ => true, "is there");

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await Cometly.DisposeAsync();
        Folder.Dispose();
        _asking.Dispose();
    }
}
