namespace CometHooks.Configuration;

/// <summary>A setting that comes by <c>${NAME}</c> or <c>file:</c> reference and is never shown.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
