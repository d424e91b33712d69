namespace CometHooks.Receive;

/// <summary>What every webhook controller needs.</summary>
internal sealed record Reception(
    EndpointCatalog Endpoints,
    WebhookRequestReader Reader,
    WebhookKeeper Keeper,
    RefusalCounts Refusals,
    SignatureStreaks Signatures,
    IHostApplicationLifetime Lifetime,
    TimeProvider Time,
    ILogger<WebhookController> Logger);
