using System.Net;
using CometHooks.Deliver;
using CometHooks.Operate.Access;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Configuration;

/// <summary>What the options mean together: names that must exist, values that must make sense.</summary>
internal sealed class HubOptionsCheck(HubConfiguration configuration, IReadOnlyCollection<string> sources, ICollection<Problem> problems)
{
    private readonly HubOptions _options = configuration.Options;

    public void Run()
    {
        CheckRoles();
        CheckListen();
        foreach (var proxy in _options.TrustedProxies)
        {
            Require(IPAddress.TryParse(proxy, out _) || IPNetwork.TryParse(proxy, out _), "trusted_proxies", $"holds '{proxy}': write an address or a network such as 10.0.0.0/8.");
        }

        foreach (var (name, endpoint) in _options.Endpoints)
        {
            CheckEndpoint($"endpoints.{name}", name, endpoint);
        }

        foreach (var (name, destination) in _options.Destinations)
        {
            foreach (var (setting, message) in DestinationOptionsValidator.Problems(destination))
            {
                AddUnlessSaid($"destinations.{name}.{setting}", message);
            }
        }

        OneOf("store.provider", _options.Store.Provider, StoreOpening.Sqlite, StoreOpening.Postgres);
        Require(_options.Store.Path.Length > 0, "store.path", "is empty: name the database file.");
        Require(_options.Store.EncryptionKeys.All(StoreCipher.IsKey), "store.encryption_keys", "hold one that is not 32 bytes in base64: make one by openssl rand -base64 32.");
        CheckRetention(_options.Retention);
        OneOf("log.format", _options.Log.Format, "auto", "json", "text");
        OneOf("log.level", _options.Log.Level, "debug", "information", "warning", "error");
        Require(_options.Limits.Body.Bytes >= 1024, "limits.body", "must be at least 1KiB.");
        Require(_options.Limits.Unverified.Bytes >= _options.Limits.Body.Bytes, "limits.unverified", "must be at least limits.body.");
        Require(_options.Limits.Read > TimeSpan.Zero, "limits.read", "must be more than zero.");
        Require(_options.Limits.Commit > TimeSpan.Zero, "limits.commit", "must be more than zero.");
        CheckConsole(_options.Console);
        foreach (var (setting, message) in AlertsCheck.Problems(_options.Alerts))
        {
            AddUnlessSaid($"alerts.{setting}", configuration.NotSet($"alerts.{setting}") is { } variable ? $"is empty: set the environment variable {variable}." : message);
        }

        foreach (var plugin in _options.Plugins)
        {
            Require(IsName(plugin), "plugins", $"holds '{plugin}': write the plugin's name, which is its folder's and its dll's.");
        }
    }

    // A ledger that forgets while platforms still send again would count twice: Stripe does for three days, people for longer.
    private void CheckRetention(RetentionOptions retention)
    {
        Require(retention.Bodies >= TimeSpan.FromDays(1), "retention.bodies", "must be at least 1d.");
        Require(retention.Conversions >= retention.Bodies, "retention.conversions", "must be at least retention.bodies.");
        Require(retention.Ledger >= retention.Conversions && retention.Ledger >= TimeSpan.FromDays(30), "retention.ledger", "must be at least retention.conversions, and 30d: what is forgotten counts again when it comes again.");
    }

    private void CheckConsole(ConsoleOptions console)
    {
        Require(console.PublicUrl.Length == 0 || IsHttp(console.PublicUrl), "console.public_url", "must begin with https:// (or http://).");
        Require(console.SetupFolder.Length > 0, "console.setup_folder", "is empty: name the folder of the set-up link's file.");
        Require(console.Session >= TimeSpan.FromMinutes(1), "console.session", "must be at least 1m.");
        if (console.OpenId is { Authority.Length: > 0 } connect)
        {
            Require(
                Uri.TryCreate(connect.Authority, UriKind.Absolute, out var authority) && (authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)),
                "console.open_id.authority",
                "must begin with https:// (http:// only on loopback).");
            Require(connect.ClientId.Length > 0, "console.open_id.client_id", "is empty: it is what the provider calls this hub.");
            Require(
                connect.Viewers.Count + connect.Operators.Count + connect.Admins.Count > 0,
                "console.open_id",
                "lets nobody in: name the claim's values of viewers, operators or admins.");
        }
    }

    private static bool IsHttp(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("https" or "http");

    private void CheckRoles()
    {
        Require(_options.Roles.Count > 0, "roles", $"is empty: name what this instance does, of {string.Join(", ", Roles.All)}.");
        foreach (var (index, role) in _options.Roles.Index().Where(r => !Roles.All.Contains(r.Item)))
        {
            Add($"roles.{index}", $"must be {string.Join(" or ", Roles.All)}, not '{role}'.{NearestName.Hint(role, Roles.All)}");
        }

        var left = Roles.OfThePath.Where(role => !_options.Has(role)).ToList();
        Require(
            _options.Roles.Count == 0 || left.Count == 0 || _options.Roles.Any(role => !Roles.All.Contains(role)) || _options.Store.Provider == StoreOpening.Postgres,
            "roles",
            $"leaves {string.Join(" and ", left)} to other instances, which need one database with this one: set store.provider to postgres.");
    }

    private void CheckListen()
    {
        var webhooks = Address("listen.webhooks", _options.Listen.Webhooks);
        var admin = Address("listen.admin", _options.Listen.Admin);
        Require(webhooks is null || webhooks.Port != admin?.Port || webhooks.Port == 0, "listen.admin", "must use another port than listen.webhooks: what is for you must not be open to the platforms.");
    }

    private IPEndPoint? Address(string path, string text)
    {
        Require(ListenAddress.TryParse(text, out var address), path, $"must be {ListenAddress.Form}, not '{text}'.");
        return address;
    }

    private void CheckEndpoint(string path, string name, EndpointOptions endpoint)
    {
        Require(IsName(name), path, "is part of a URL: use letters, digits, - and _ only.");
        Named($"{path}.source", "source", endpoint.Source, sources);
        Named($"{path}.destination", "destination", endpoint.Destination, _options.Destinations.Keys);
        if (endpoint.Mapping.Length == 0)
        {
            Add($"{path}.mapping", "is missing: name the mapping file, for example mappings/stripe.yaml.");
        }
        else
        {
            Require(File.Exists(configuration.MappingFile(endpoint)), $"{path}.mapping", $"names a file that does not exist: '{endpoint.Mapping}', looked for in '{configuration.Folder}'.");
        }

        Require(endpoint.Shop.Length == 0 || (endpoint.Shop.Contains('.', StringComparison.Ordinal) && endpoint.Shop.AsSpan().IndexOfAny('/', ':', ' ') < 0),
            $"{path}.shop", $"must be the shop's domain such as my-shop.myshopify.com, not '{endpoint.Shop}'.");
        Require(endpoint.PhoneCountry.Length is 0 or 2, $"{path}.phone_country", $"must be a country's two letters such as US, not '{endpoint.PhoneCountry}'.");
        Require(endpoint.Secrets.All(IsSecret), $"{path}.secrets", "hold one that begins or ends with a space or has a line break in it: copy it again.");
        Require(endpoint.Tolerance is null || endpoint.Tolerance > TimeSpan.Zero, $"{path}.tolerance", "must be more than zero.");
    }

    private void Named(string path, string kind, string name, IEnumerable<string> known)
    {
        var names = known.Order(StringComparer.Ordinal).ToList();
        var choice = names.Count == 0 ? $"There is no {kind} yet." : $"Known: {string.Join(", ", names)}.";
        if (name.Length == 0)
        {
            Add(path, $"is missing. {choice}");
        }
        else if (!names.Contains(name, StringComparer.Ordinal))
        {
            var hint = NearestName.Hint(name, names);
            Add(path, $"names an unknown {kind} '{name}'.{(hint.Length > 0 ? hint : " " + choice)}");
        }
    }

    private void OneOf(string path, string value, params string[] words) =>
        Require(words.Contains(value), path, $"must be {string.Join(" or ", words)}, not '{value}'.");

    private void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            Add(path, message);
        }
    }

    // What could not be read, or stands in something that could not, has its default: that is not a second mistake.
    private void AddUnlessSaid(string path, string message)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
        {
            if (problems.Any(problem => problem.Message.StartsWith($"'{path[..end]}' ", StringComparison.Ordinal)))
            {
                return;
            }
        }

        Add(path, message);
    }

    private void Add(string path, string message) => problems.Add(configuration.PlaceOf(path).Problem($"'{path}' {message}"));

    // A .env file with Windows line ends would otherwise refuse every webhook without a word.
    private static bool IsSecret(string secret) => secret == secret.Trim() && !secret.Any(char.IsControl);

    private static bool IsName(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name[0] != '.';
}
