using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CometHooks.Cli.Demo;
using CometHooks.Store;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A hub that has met everything that explain must be able to explain, and explain as a person calls it.</summary>
internal sealed partial class ExplainScene : IAsyncDisposable
{
    private const string Rules = """
          - name: payment
            on: charge.succeeded
            when: captured = true
            send: purchase
            once_per: payment_intent ?? id
            recall: { payment: payment_intent, customer: customer }
            wait_for_identity: 60m
            fields:
              email: billing_details.email ?? receipt_email
              phone: billing_details.phone
              full_name: billing_details.name
              amount: $facts.amount
              order_id: payment_intent ?? id
          - name: checkout
            on: checkout.session.completed
            when: payment_status = 'paid'
            send: purchase
            once_per: payment_intent
            fields:
              email: customer_details.email
              comet_token: metadata.comet_token
              amount: $facts.amount
          - name: nobody
            on: payment_intent.succeeded
            send: subscribe
            once_per: id
            fields:
              comet_token: metadata.comet_token
          - name: cannot be evaluated
            on: invoice.paid
            when: customer_email > 5
            send: purchase
            once_per: id
            fields: { email: customer_email, amount: $facts.amount }
        """;

    private readonly CometlyStandIn _cometly;
    private readonly HubFolder _folder;
    private readonly RunningHub _hub;

    private ExplainScene(CometlyStandIn cometly, HubFolder folder, RunningHub hub) => (_cometly, _folder, _hub) = (cometly, folder, hub);

    public static async Task<ExplainScene> StartAsync()
    {
        var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        var folder = new HubFolder(cometly.Url).MapStripeBy(Rules);

        // The command knows the store by the configuration alone.
        folder.Configure(
            [HubFolder.Endpoint("stripe", "stripe")],
            [HubFolder.Destination("main", $", url: \"{cometly.Url}\"")],
            $"store: {{ provider: sqlite, path: \"{folder.Environment["Store__path"]}\" }}");
        return new ExplainScene(cometly, folder, await RunningHub.StartAsync(folder));
    }

    /// <summary>Posts these samples one after the other and waits until nothing is under way. Gives the last one.</summary>
    public async Task<WebhookRecord> ReceiveAsync(params string[] samples)
    {
        WebhookRecord? last = null;
        foreach (var sample in samples)
        {
            last = await _hub.EndedAsync(sample);
        }

        return last!;
    }

    /// <summary>The webhook when nothing of it is under way any more.</summary>
    public async Task DeliveredAsync(long webhook) =>
        await Fakes.Until.True(
            async () => (await _hub.Archive.FindAsync(webhook, TestContext.Current.CancellationToken))!.Conversions[0].State == ConversionState.Delivered,
            $"webhook {webhook} delivered");

    public Task<CommandResult> ExplainAsync(params string[] arguments) => Command.RunAsync(["explain", "--config", _folder.Config, .. arguments]);

    public async Task<JsonNode> JsonAsync(string what) => (await ExplainAsync(what, "--json")).Json["found"]![0]!;

    /// <summary>The page with what differs from run to run made the same.</summary>
    public static string Stable(string page) => Milliseconds().Replace(Now().Replace(page, "<now>"), "<n> ms");

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _cometly.DisposeAsync();
        _folder.Dispose();
    }

    // The samples happened in the spring of 2026.
    [GeneratedRegex(@"(202[7-9]|20[3-9]\d|2026-(0[7-9]|1\d))-?[\d-]*T[\d:.]+Z")]
    private static partial Regex Now();

    [GeneratedRegex(@"\d+ ms")]
    private static partial Regex Milliseconds();
}
