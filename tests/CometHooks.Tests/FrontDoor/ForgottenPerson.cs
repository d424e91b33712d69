using System.Text;
using System.Text.Json;
using CometHooks.Cli.Demo;
using CometHooks.Sources;
using CometHooks.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A hub with the shipped mappings, a person who buys by several platforms, and the command that forgets her.</summary>
internal sealed class ForgottenPerson : IAsyncDisposable
{
    public const string Address = "Zora.Quill+shop@lantern.example";

    /// <summary>What no file and no log line may hold afterwards, in any case of its letters.</summary>
    public const string Trace = "zora.quill";

    private readonly HubFolder _asking = new("http://127.0.0.1:1/");

    private ForgottenPerson(CometlyStandIn cometly, HubFolder folder, RunningHub hub)
    {
        (Cometly, Folder, Hub) = (cometly, folder, hub);
        _asking.Configure(
            [HubFolder.Endpoint("stripe", "stripe"), HubFolder.Endpoint("shopify", "shopify")],
            further: $"listen: {{ admin: \"{hub.Admin.GetLeftPart(UriPartial.Authority)}\" }}\nstore: {{ path: \"{folder.Store}\" }}\nconsole: {{ setup_folder: \"{folder.Environment["Console__setup_folder"]}\" }}");
    }

    public CometlyStandIn Cometly { get; }

    public HubFolder Folder { get; }

    public RunningHub Hub { get; }

    /// <param name="further">What stands in for parts of the hub.</param>
    public static async Task<ForgottenPerson> StartAsync(Action<IServiceCollection>? further = null)
    {
        var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        var folder = new HubFolder(cometly.Url);
        return new ForgottenPerson(cometly, folder, await RunningHub.StartAsync(folder, further));
    }

    /// <summary>A sample about her, with ids of its own.</summary>
    public static byte[] Hers(string sample, string address = Address) => Renamed(FreshIds.In(SampleBody.Of(sample)), address);

    public async Task<WebhookRecord> BuyAsync(string sample) => await Hub.EndedAsync(await Hub.PostAsync(sample, Hers(sample)));

    /// <summary>Others buy meanwhile, so that her rows are among theirs.</summary>
    public async Task OthersBuyAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Hub.PostAsync("stripe/charge.succeeded.json", FreshIds.In(SampleBody.Of("stripe/charge.succeeded.json")));
        }
    }

    public Task<CommandResult> ForgetAsync(params string[] more) => Command.RunAsync(["forget", "--config", _asking.Config, "--email", Address.ToUpperInvariant(), .. more]);

    public Task<CommandResult> AskAsync(params string[] command) => Command.RunAsync([.. command, "--config", _asking.Config]);

    public async Task<WebhookRecord> NowAsync(WebhookRecord webhook) => (await Hub.Archive.FindAsync(webhook.Id, TestContext.Current.CancellationToken))!;

    /// <summary>In which of the store's files something stands, as they lie on the disk while the hub runs.</summary>
    public IReadOnlyList<string> FilesWith(string text)
        => [.. new[] { "", "-wal", "-shm" }.Select(end => Folder.Store + end).Where(File.Exists).Where(file => Raw(file).Contains(text, StringComparison.OrdinalIgnoreCase)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public static byte[] Renamed(byte[] body, string address)
        => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("ada@example.com", JsonEncodedText.Encode(address, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(), StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await Cometly.DisposeAsync();
        Folder.Dispose();
        _asking.Dispose();
    }

    private static string Raw(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Encoding.Latin1.GetString(copy.ToArray());
    }
}
