namespace CometHooks.Store;

/// <summary>The store cannot be opened. The message says what, where and what to do, and is all that a person needs to see.</summary>
internal sealed class StoreRefusedException : Exception
{
    public StoreRefusedException()
    {
    }

    public StoreRefusedException(string message)
        : base(message)
    {
    }

    public StoreRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
