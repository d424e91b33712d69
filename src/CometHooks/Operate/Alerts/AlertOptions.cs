using CometHooks.Configuration;

namespace CometHooks.Operate.Alerts;

/// <summary>When somebody is called, and who.</summary>
internal sealed record AlertOptions
{
    /// <summary>How long the oldest may wait that is to be mapped or sent, throttled ones and those of paused destinations too. 0s: as long as it likes.</summary>
    public TimeSpan OldestAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// An endpoint is silent when nothing came for half as long again as its longest pause of the last 14 days, and at least
    /// for this. Known once webhooks came in 12 different hours. 0s: silence is no alert.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromHours(3);

    /// <summary>
    /// So many requests with a wrong or too old signature or of another shop, and nothing accepted at that endpoint since the
    /// first of them: its secret or its shop is not the platform's. So many unsigned ones are an alert of their own where nothing was ever accepted.
    /// 0: no alert.
    /// </summary>
    public int Signatures { get; init; } = 3;

    /// <summary>Who is told, by name. Alerts also stand in the log and on the console's overview.</summary>
    public IReadOnlyDictionary<string, AlertReceiverOptions> Receivers { get; init; } = new Dictionary<string, AlertReceiverOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The server that takes e-mails.</summary>
    public SmtpOptions Smtp { get; init; } = new();
}

/// <summary>One who is told of alerts.</summary>
internal sealed record AlertReceiverOptions
{
    /// <summary><c>email</c>, <c>slack</c> (an incoming webhook) or <c>webhook</c> (signed by the rules of https://www.standardwebhooks.com).</summary>
    public string Type { get; init; } = "";

    /// <summary>With slack and webhook: where it is posted to. HTTPS, unless <see cref="AllowPrivate"/>. Slack's is a secret: name a variable.</summary>
    public string Url { get; init; } = "";

    /// <summary>With webhook: the key that signs, <c>whsec_</c> and 24 to 64 bytes in base64. By environment or file reference only.</summary>
    [Secret]
    public string Secret { get; init; } = "";

    /// <summary>With email: the addresses.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Whether its host may be a private, loopback or link-local address. Without it the hub cannot be used to reach what only it can reach.</summary>
    public bool AllowPrivate { get; init; }
}

/// <summary>The server that takes e-mails.</summary>
internal sealed record SmtpOptions
{
    /// <summary>Its name. Empty: there is none, and no e-mail.</summary>
    public string Host { get; init; } = "";

    public int Port { get; init; } = 587;

    /// <summary><c>starttls</c> (refused where the server cannot), <c>tls</c> (from the first byte, port 465) or <c>none</c>.</summary>
    public string Security { get; init; } = "starttls";

    /// <summary>Who signs in. Empty: nobody does.</summary>
    public string User { get; init; } = "";

    /// <summary>By environment or file reference only.</summary>
    [Secret]
    public string Password { get; init; } = "";

    /// <summary>The sender's address.</summary>
    public string From { get; init; } = "";

    /// <summary>Whether the server may be at a private, loopback or link-local address, as a relay of one's own is.</summary>
    public bool AllowPrivate { get; init; }
}
