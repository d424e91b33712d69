using CometHooks.Cli;
using CometHooks.Configuration;
using CometHooks.Operate;
using CometHooks.Operate.Access;

namespace CometHooks.Proof.Hubs;

/// <summary>What outlives a hub: its configuration folder, a copy of the shipped one, and its store. Its secrets are its environment.</summary>
internal sealed class HubFolder : IDisposable
{
    public const string Secret = "whsec_of_the_front_door";
    public const string Token = "tok-of-the-front-door";

    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "config");

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("comethooks-front-door-");

    /// <param name="cometlyUrl">Where the shipped destination, main, delivers to.</param>
    public HubFolder(string cometlyUrl)
    {
        foreach (var file in Directory.EnumerateFiles(Shipped, "*", SearchOption.AllDirectories))
        {
            Write(Path.GetRelativePath(Shipped, file), File.ReadAllText(file));
        }

        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["STRIPE_WEBHOOK_SECRET"] = Secret,
            ["SHOPIFY_WEBHOOK_SECRET"] = Secret,
            ["CALENDLY_WEBHOOK_SECRET"] = Secret,
            ["COMETLY_API_TOKEN"] = Token,
            ["Destinations__main__url"] = cometlyUrl,
            ["Destinations__main__per_minute"] = "0",
            ["Listen__webhooks"] = "http://127.0.0.1:0",
            ["Listen__admin"] = "http://127.0.0.1:0",
            ["Store__path"] = Store,
            ["Console__setup_folder"] = Path.Combine(_root.FullName, "data"),
            ["Log__format"] = "json",
        };
    }

    /// <summary>Where store, configuration and whatever else belongs to this hub are.</summary>
    public string Root => _root.FullName;

    /// <summary>The configuration folder.</summary>
    public string Config => Path.Combine(_root.FullName, "config");

    /// <summary>The store's file.</summary>
    public string Store => Path.Combine(_root.FullName, "data", "hub.db");

    /// <summary>The variables that the hub starts with.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>Replaces the shipped configuration file. Each endpoint and destination is one line in flow style.</summary>
    public HubFolder Configure(IEnumerable<string> endpoints, IEnumerable<string>? destinations = null, string further = "")
    {
        Write(HubConfiguration.FileName, $"""
            {further}
            endpoints:
              {string.Join("\n  ", endpoints)}
            destinations:
              {string.Join("\n  ", destinations ?? [Destination("main")])}
            """);
        return this;
    }

    /// <summary>A mapping of this test's own for Stripe, in place of the shipped one.</summary>
    public HubFolder MapStripeBy(string rules)
    {
        Write("mappings/stripe.yaml", $"version: 1\nsource: stripe\npayload: data.object\nrules:\n{rules}\n");
        return this;
    }

    /// <summary>
    /// Takes the waiting for identities out of the shipped mappings, and the examples that show it: a test about something
    /// else need not wait.
    /// </summary>
    public void SendAtOnce() => Wait("");

    /// <summary>The shipped mappings wait so long for identities, and not 30 seconds.</summary>
    public void WaitOnly(string wait) => Wait($"    wait_for_identity: {wait}\n");

    public static string Endpoint(string name, string source, string more = "", string destination = "main") =>
        $"{name}: {{ source: {source}, secrets: [{Secret}], mapping: mappings/{source}.yaml, destination: {destination}{more} }}";

    public static string Destination(string name, string more = "") =>
        $"{name}: {{ token: {Token}, per_minute: 0{more} }}";

    public string Write(string name, string text)
    {
        var file = Path.Combine(Config, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Config, name));

    /// <summary>The key that a hub with this admin address wrote for commands.</summary>
    public async Task<string> CommandKeyAsync(Uri admin, CancellationToken cancellationToken)
    {
        var file = CommandKey.FileOf(new ConsoleOptions { SetupFolder = Environment["Console__setup_folder"] }, admin);
        return (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
    }

    /// <summary>The hub as this folder and its environment describe it.</summary>
    public ConfiguredHub Load() => ConfiguredHub.Load(Config, Environment);

    public void Dispose() => _root.Delete(recursive: true);

    private void Wait(string line)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Shipped, "mappings"), "*.yaml"))
        {
            var mapping = $"mappings/{Path.GetFileName(file)}";
            var shipped = File.ReadAllText(file);
            if (Read(mapping) == shipped)
            {
                Write(mapping, shipped[..(shipped.IndexOf("\nexamples:\n", StringComparison.Ordinal) + 1)].Replace("    wait_for_identity: 30s\n", line, StringComparison.Ordinal));
            }
        }
    }
}
