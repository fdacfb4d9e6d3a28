namespace BloxOs.Grains.Users;

/// <summary>The second step of a sign-in: how often it may be tried, and that no code is taken twice.</summary>
internal sealed partial class UserGrain
{
    const int SecondStepTries = 5;

    readonly TriesInTime _secondStep = new(SecondStepTries, TimeSpan.FromMinutes(5));

    public Task<TimeSpan?> BeginSecondStep() => Task.FromResult(_secondStep.Begin(time.GetUtcNow()));

    public async Task<bool> UseCodeStep(long step)
    {
        if (!state.RecordExists || step <= state.State.LastCodeStep) { return false; }
        state.State.LastCodeStep = step;
        await Save();
        return true;
    }

    public Task SecondStepSucceeded()
    {
        _secondStep.Forget();
        return Task.CompletedTask;
    }
}
